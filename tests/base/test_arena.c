// Memory that ends together.
#include "base/arena.h"

#include <criterion/criterion.h>
#include <stdint.h>

// Under the sanitizers, nothing is added to a null pointer.
Test(arena, gives_an_array_of_nothing_first) {
    arena a = {0};
    uint64_t *nothing = arena_array(&a, uint64_t, 0);
    cr_assert(nothing);
    cr_assert_eq((uintptr_t)nothing % _Alignof(uint64_t), 0u);
    arena_release(&a);
}
