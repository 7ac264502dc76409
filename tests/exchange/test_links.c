#include "exchange/links.h"

#include <criterion/criterion.h>
#include <stdio.h>

static void add(links *l, uint32_t number, const char *id, uint32_t speaker) {
    links_add(l, &(message){.number = number, .id = str_from(id), .speaker = speaker});
}

static uint32_t find(links *l, const char *id, uint32_t *number) {
    return links_find(l, str_from(id), number);
}

Test(links, find_the_author_and_the_number_of_a_message) {
    links l = {0};
    uint32_t number = 0;
    cr_assert_eq(find(&l, "a", &number), INTERN_NONE);
    add(&l, 1, "a", 4);
    add(&l, 2, "b", 5);
    cr_assert_eq(find(&l, "a", &number), 4);
    cr_assert_eq(number, 1);
    cr_assert_eq(find(&l, "b", &number), 5);
    cr_assert_eq(number, 2);
    cr_assert_eq(find(&l, "c", &number), INTERN_NONE);
    cr_assert_eq(find(&l, "", &number), INTERN_NONE);
    links_release(&l);
}

Test(links, take_the_newest_of_two_messages_with_one_id) {
    links l = {0};
    uint32_t number = 0;
    add(&l, 1, "a", 4);
    add(&l, 2, "a", 5);
    cr_assert_eq(find(&l, "a", &number), 5);
    cr_assert_eq(number, 2);
    links_release(&l);
}

Test(links, know_a_message_without_an_id_by_its_number) {
    links l = {0};
    uint32_t number = 0;
    add(&l, 1, NULL, 4);
    add(&l, 2, NULL, 5);
    cr_assert_eq(find(&l, "2", &number), 5);
    cr_assert_eq(number, 2);
    cr_assert_eq(find(&l, "02", &number), INTERN_NONE, "not as it would be written");
    cr_assert_eq(find(&l, "3", &number), INTERN_NONE);
    links_release(&l);
}

Test(links, reach_back_as_far_as_they_say_and_no_further) {
    links l = {0};
    char id[16];
    uint32_t number = 0, last = LINKS_MOST + 1000;
    for (uint32_t i = 1; i <= last; i++) {
        snprintf(id, sizeof id, "m%u", i);
        add(&l, i, id, i % 97);
    }
    for (uint32_t i = 1; i <= last; i++) {
        snprintf(id, sizeof id, "m%u", i);
        uint32_t found = find(&l, id, &number);
        if (i <= 1000)
            cr_assert_eq(found, INTERN_NONE, "message %u", i);
        else
            cr_assert(found == i % 97 && number == i, "message %u", i);
    }
    links_release(&l);
}

Test(links, forget_the_conversation_before) {
    links l = {0};
    uint32_t number = 0;
    for (uint32_t round = 0; round < 50; round++) {
        cr_assert_eq(find(&l, "a", &number), INTERN_NONE);
        add(&l, 1, "a", round);
        for (uint32_t i = 0; i < round * 40; i++) add(&l, i + 2, NULL, 1);
        cr_assert_eq(find(&l, "a", &number), round);
        cr_assert_eq(number, 1);
        links_reset(&l);
    }
    links_release(&l);
}

Test(links, survive_tickets_that_wrap_around) {
    links l = {0};
    uint32_t number = 0;
    add(&l, 1, "a", 1);
    l.next = UINT32_MAX - 300;
    links_reset(&l);
    for (uint32_t i = 1; i <= 1000; i++) add(&l, i, i == 200 ? "a" : i == 700 ? "b" : NULL, i);
    cr_assert_eq(find(&l, "a", &number), 200);
    cr_assert_eq(number, 200);
    cr_assert_eq(find(&l, "b", &number), 700);
    cr_assert_eq(find(&l, "999", &number), 999);
    links_release(&l);
}

Test(links, find_alike_whenever_they_search) {
    for (uint32_t every = 1; every <= 1000; every = every * 3 + 1) {
        links l = {0};
        uint32_t number = 0;
        for (uint32_t i = 1; i <= 3000; i++) {
            add(&l, i, i % 10 == 0 ? "ten" : NULL, i);
            if (i % every) continue;
            cr_assert_eq(find(&l, "ten", &number), i < 10 ? INTERN_NONE : i / 10 * 10);
            cr_assert_eq(find(&l, "1", &number), 1);
        }
        links_release(&l);
    }
}

Test(links, remember_several_messages_as_they_remember_one) {
    enum { COUNT = LINKS_MOST + 5000, STEPS = 7 };
    static const size_t steps[STEPS] = {1, 64, 255, 256, 3, 5000, 17};
    static message all[COUNT];
    links one = {0}, several = {.next = UINT32_MAX - 100}; // tickets wrap around on the way
    links_reset(&several);
    for (uint32_t i = 0; i < COUNT; i++) {
        all[i] = (message){.number = i + 1, .speaker = i % 97};
        if (i % 5 == 0) all[i].id = str_from(i % 10 ? "odd" : "even");
        links_add(&one, &all[i]);
    }
    for (size_t i = 0, step = 0; i < COUNT; step++) {
        size_t some = steps[step % STEPS] < COUNT - i ? steps[step % STEPS] : COUNT - i;
        links_add_all(&several, &all[i], some);
        i += some;
    }
    uint32_t number = 0, same = 0;
    for (uint32_t i = 1; i <= COUNT + 1; i++) {
        char id[16];
        snprintf(id, sizeof id, "%u", i);
        cr_assert_eq(find(&one, id, &number), find(&several, id, &same), "%u", i);
        cr_assert_eq(number, same);
    }
    cr_assert_eq(find(&one, "even", &number), find(&several, "even", &same));
    cr_assert_eq(number, same);
    links_release(&one);
    links_release(&several);
}
