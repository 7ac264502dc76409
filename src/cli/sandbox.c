// sandbox: what the program forbids itself before it reads a byte that somebody else wrote: files
// other than its inputs and outputs (Landlock), the network and other programs (seccomp). Where the
// kernel lacks one, the other serves; --sandbox=require insists on both.
#define _GNU_SOURCE
#include "cli.h"

#include <stdlib.h>
#include <string.h>

#ifdef __linux__
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    READS = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
    // What making, filling and renaming a folder beside others takes.
    WRITES = READS | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
             LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR |
             LANDLOCK_ACCESS_FS_MAKE_REG,
    HANDLED = WRITES | LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
              LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
              LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM,
    REFER = 1 << 13,      // ABI 2: files may move between folders
    TRUNCATE = 1 << 14,   // ABI 3
    BIND_AND_CONNECT = 3, // ABI 4, of TCP
};

// As of ABI 4, whatever the headers at hand know.
typedef struct ruleset {
    uint64_t files, net;
} ruleset;

typedef struct lock {
    int rules;     // descriptor
    uint64_t more; // rights beyond HANDLED that this kernel knows
} lock;

// Allows what is below path, if there is such. A file gets the rights that files have.
static void allow(const lock *l, const char *path, uint64_t rights) {
    int at = path ? open(path, O_PATH | O_CLOEXEC) : -1;
    if (at < 0) return;
    struct stat about;
    uint64_t of_files = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | TRUNCATE;
    if (fstat(at, &about) == 0) {
        struct landlock_path_beneath_attr rule = {
            .allowed_access = (rights | (rights & LANDLOCK_ACCESS_FS_WRITE_FILE ? l->more : 0)) &
                              (S_ISDIR(about.st_mode) ? ~UINT64_C(0) : of_files),
            .parent_fd = at,
        };
        syscall(SYS_landlock_add_rule, l->rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    }
    close(at);
}

// The folder in which path is or will be.
static void allow_beside(const lock *l, const char *path) {
    char folder[4096];
    if (!path || snprintf(folder, sizeof folder, "%s", path) >= (int)sizeof folder) return;
    size_t len = strlen(folder);
    while (len > 1 && folder[len - 1] == '/') folder[--len] = '\0';
    char *slash = strrchr(folder, '/');
    if (slash) slash[slash == folder] = '\0';
    allow(l, slash ? folder : ".", WRITES);
}

static void allow_all(const lock *l, const command *c) {
    // Of the system: converters of character sets, time zones, and how many processors there are.
    static const char *const system[] = {"/usr/lib",
                                         "/usr/lib64",
                                         "/lib",
                                         "/lib64",
                                         "/usr/share/zoneinfo",
                                         "/etc/localtime",
                                         "/sys/devices/system/cpu",
                                         "/proc/stat"};
    const attune_options *o = &c->options;
    const char *temporary = getenv("TMPDIR");
    for (size_t i = 0; i < sizeof system / sizeof *system; i++) allow(l, system[i], READS);
    allow(l, getenv("TZDIR"), READS);
    for (size_t i = 0; i < c->path_count; i++) allow(l, c->paths[i], READS);
    allow(l, o->lexicons, READS);
    allow(l, o->codebook, READS);
    allow(l, o->alias, READS);
    allow(l, o->key_file, READS);
    allow_beside(l, o->folder);
    allow_beside(l, o->rejects);
    allow(l, temporary && temporary[0] ? temporary : "/tmp",
          LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE |
              LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG);
}

static bool lock_files(const command *c) {
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1) return false;
    lock l = {.more = (version >= 2 ? REFER : 0) | (version >= 3 ? TRUNCATE : 0)};
    ruleset all = {.files = HANDLED | l.more, .net = BIND_AND_CONNECT};
    size_t size = version >= 4 ? sizeof all : sizeof all.files;
    l.rules = (int)syscall(SYS_landlock_create_ruleset, &all, size, 0);
    if (l.rules < 0) return false;
    allow_all(&l, c);
    bool locked = syscall(SYS_landlock_restrict_self, l.rules, 0) == 0;
    close(l.rules);
    return locked;
}

#if defined __x86_64__
#define MACHINE AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define MACHINE AUDIT_ARCH_AARCH64
#endif

#ifdef MACHINE
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define ANSWER(what) BPF_STMT(BPF_RET | BPF_K, what)
#define DENY(name)                                                                                 \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1),                                         \
        ANSWER(SECCOMP_RET_ERRNO | (EPERM & SECCOMP_RET_DATA))

static bool lock_calls(void) {
    // Few calls, so that no library is surprised: those that reach other machines or programs, and
    // the two kernel interfaces that attacks on the kernel itself like best.
    static struct sock_filter filter[] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0),
        ANSWER(SECCOMP_RET_KILL_PROCESS),
        LOAD(nr),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1), // the x32 names of the same calls
        ANSWER(SECCOMP_RET_ERRNO | (ENOSYS & SECCOMP_RET_DATA)),
        DENY(socket),
        DENY(socketpair),
        DENY(connect),
        DENY(bind),
        DENY(execve),
        DENY(execveat),
        DENY(ptrace),
        DENY(process_vm_readv),
        DENY(process_vm_writev),
        DENY(bpf),
        DENY(io_uring_setup),
        ANSWER(SECCOMP_RET_ALLOW),
    };
    const struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}
#else
static bool lock_calls(void) { return false; }
#endif

static const char *lock_all(const command *c) {
    // What the program holds in memory is private: no core, and no other process of the same user
    // looks into it.
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    prctl(PR_SET_DUMPABLE, 0);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return "none";
    bool files = lock_files(c), calls = lock_calls();
    return files && calls ? "landlock+seccomp" : files ? "landlock" : calls ? "seccomp" : "none";
}
#else
static const char *lock_all(const command *c) {
    (void)c;
    return "none";
}
#endif

bool sandbox_enter(command *c) {
    const char *wanted = c->sandbox ? c->sandbox : getenv("ATTUNE_SANDBOX");
    if (!wanted || !wanted[0]) wanted = "auto";
    if (strcmp(wanted, "off") == 0) {
        c->options.sandbox = "off";
        return true;
    }
    c->options.sandbox = lock_all(c);
    if (strcmp(wanted, "require") != 0) return true;
    if (strcmp(c->options.sandbox, "landlock+seccomp") == 0) return true;
    fprintf(stderr,
            "attune: error: this kernel has only: %s\n"
            "attune: hint: --sandbox=auto takes what there is\n",
            c->options.sandbox);
    return false;
}
