/* The program that stands before Argo's argoexec in the wait container of an operator's pod.
 *
 * Argo stores what a link in /out leads to, and a link is no output. This program has argoexec learn that the operator
 * has ended only when /out was examined. A link there, or what else is neither a file nor a folder, gives way to a link
 * to itself: argoexec reports that as an error, in words that stand for an output that was not written.
 *
 *     wait container:  pid 1  this program ── becomes ──▶ argoexec wait, which polls ctr/main/exitcode
 *                      its child: holds exitcode back ──▶ examines /out ──▶ writes exitcode
 *     main container:  Argo's emissary ──▶ writes exitcode, through the link that holds it back
 *
 * ctr/main/exitcode is a link to a file of /out, a folder that the main container has and the wait container has not:
 * the emissary writes through it, argoexec finds nothing. What was not foreseen leaves argoexec as it is without this.
 *
 * No C library: it is a few kilobytes in the Secret of each run. Linux on x86-64 and aarch64.
 */

#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <linux/stat.h>
#include <linux/time_types.h>

#ifndef ROOT
#define ROOT "" /* a folder in tests */
#endif
#define OUT ROOT "/mainctrfs/out/"
#define WRITTEN OUT ".exitcode"
#define CONTAINERS ROOT "/var/run/argo/ctr"
#define MAIN CONTAINERS "/main"
#define EXITCODE MAIN "/exitcode"
#define UNFINISHED MAIN "/.exitcode"
#define SEEN_BY_MAIN ROOT "/out/.exitcode"

#define SIGCHLD 17
#define PAUSE 50000000 /* nanoseconds between two looks */
#define LONGEST 4096   /* bytes of a path */

/* What getdents64 writes, see its manual page. */
struct entry {
    unsigned long long node;
    long long offset;
    unsigned short bytes;
    unsigned char type;
    char name[];
};

typedef unsigned long word;

static long call(long number, word a, word b, word c, word d, word e)
{
#if defined(__x86_64__)
    long result;
    register word r10 __asm__("r10") = d;
    register word r8 __asm__("r8") = e;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
                     : "rcx", "r11", "memory");
    return result;
#elif defined(__aarch64__)
    register long x8 __asm__("x8") = number;
    register word x0 __asm__("x0") = a;
    register word x1 __asm__("x1") = b;
    register word x2 __asm__("x2") = c;
    register word x3 __asm__("x3") = d;
    register word x4 __asm__("x4") = e;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4) : "memory");
    return (long)x0;
#else
#error "this processor has no entry in call() yet"
#endif
}

static word length(const char *text)
{
    word count = 0;
    while (text[count])
        count++;
    return count;
}

/* Return what follows a text's beginning, or nothing when it begins otherwise. */
static const char *after(const char *text, const char *beginning)
{
    for (; *beginning; text++, beginning++)
        if (*text != *beginning)
            return 0;
    return text;
}

static void say(const char *text)
{
    call(__NR_write, 2, (word)text, length(text), 0, 0);
}

static void leave(int code)
{
    call(__NR_exit_group, code, 0, 0, 0, 0);
    __builtin_unreachable();
}

/* Write folder, name and a closing zero; return whether there was room. */
static int join(char *path, const char *folder, word bytes, const char *name, word more)
{
    if (bytes + more >= LONGEST)
        return 0;
    for (word i = 0; i < bytes; i++)
        path[i] = folder[i];
    for (word i = 0; i < more; i++)
        path[bytes + i] = name[i];
    path[bytes + more] = 0;
    return 1;
}

/* Return the kind of file that stands at a path, links not followed: 0 where nothing does. */
static int kind(const char *path)
{
    struct statx found;
    long failed = call(__NR_statx, AT_FDCWD, (word)path, AT_SYMLINK_NOFOLLOW, STATX_TYPE, (word)&found);
    return failed ? 0 : found.stx_mode & S_IFMT;
}

static int point(const char *path, const char *target)
{
    return call(__NR_symlinkat, (word)target, AT_FDCWD, (word)path, 0, 0) == 0;
}

/* Hold the news back that the operator has ended; what fails leaves it as Argo has it. */
static void hold(void)
{
    long mask = call(__NR_umask, 0, 0, 0, 0, 0);
    call(__NR_mkdirat, AT_FDCWD, (word)CONTAINERS, 0777, 0, 0);
    call(__NR_mkdirat, AT_FDCWD, (word)MAIN, 0777, 0, 0);
    point(EXITCODE, SEEN_BY_MAIN);
    call(__NR_umask, mask, 0, 0, 0, 0);
}

/* Tell whether a link leads to itself: argoexec reports it as it is, and a folder's list may name it twice. */
static int is_loop(const char *path, const char *name)
{
    char target[LONGEST];
    long count = call(__NR_readlinkat, AT_FDCWD, (word)path, (word)target, sizeof target - 1, 0);
    if (count < 0)
        return 0;
    target[count] = 0;
    const char *rest = after(target, name);
    return rest && !*rest;
}

/* Take what is no file out of an output's place. No output's name begins with a dot: there nothing is put instead. */
static void refuse(const char *path, const char *name)
{
    say(path);
    say(": no file of its own; an output must be one\n");
    if (call(__NR_unlinkat, AT_FDCWD, (word)path, 0, 0, 0) != 0)
        say("it could not be removed\n");
    else if (*name != '.')
        point(path, name);
}

static void examine_one(const char *name)
{
    char path[LONGEST];
    if (!join(path, OUT, sizeof OUT - 1, name, length(name)))
        return;
    int found = kind(path);
    if (found && found != S_IFREG && found != S_IFDIR && !is_loop(path, name))
        refuse(path, name);
}

/* Examine what stands in /out itself, where all outputs are. Folders are told when the run has ended. */
static void examine(void)
{
    char list[2 * LONGEST] __attribute__((aligned(8)));
    long count, out = call(__NR_openat, AT_FDCWD, (word)OUT, O_RDONLY | O_DIRECTORY, 0, 0);
    while ((count = call(__NR_getdents64, out, (word)list, sizeof list, 0, 0)) > 0)
        for (struct entry *each = (struct entry *)list; (char *)each < list + count;
             each = (struct entry *)((char *)each + each->bytes))
            examine_one(each->name);
    if (count < 0)
        say(OUT ": cannot be examined\n");
}

/* Give argoexec the exit code that was held back. */
static void release(void)
{
    char code[16];
    long from = call(__NR_openat, AT_FDCWD, (word)WRITTEN, O_RDONLY | O_NONBLOCK | O_NOFOLLOW, 0, 0);
    long count = from < 0 ? 0 : call(__NR_read, from, (word)code, sizeof code, 0, 0);
    long to = call(__NR_openat, AT_FDCWD, (word)UNFINISHED, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0644, 0);
    if (to >= 0 && count > 0)
        call(__NR_write, to, (word)code, count, 0, 0);
    if (call(__NR_renameat2, AT_FDCWD, (word)UNFINISHED, AT_FDCWD, (word)EXITCODE, 0) != 0)
        say(EXITCODE ": cannot be written\n");
}

/* Wait until the emissary has written, through our link or in its place, then examine and let argoexec know. */
static void watch(void)
{
    struct __kernel_timespec pause = {0, PAUSE};
    for (;;) {
        if (kind(EXITCODE) == S_IFREG) {
            examine();
            leave(0);
        }
        if (kind(WRITTEN)) {
            examine();
            release();
            leave(0);
        }
        call(__NR_nanosleep, (word)&pause, 0, 0, 0, 0);
    }
}

/* Become the program of this name that comes next on the PATH, behind the folder of this one, which stands first. */
static void become_next(char **arguments, char **environment)
{
    char path[LONGEST];
    for (char **each = environment; *each; each++) {
        const char *folders = after(*each, "PATH=");
        while (folders && *folders) {
            while (*folders && *folders != ':')
                folders++;
            folders += *folders == ':';
            word end = 0;
            while (folders[end] && folders[end] != ':')
                end++;
            if (end && join(path, folders, end, "/argoexec", 9))
                call(__NR_execve, (word)path, (word)arguments, (word)environment, 0, 0);
        }
    }
    say("argoexec is in no folder of PATH\n");
    leave(127);
}

static void begin(void)
{
    long child;
    hold();
    if (kind(EXITCODE) == S_IFREG)
        examine(); /* the operator was faster than this container: argoexec looks at once */
    else if ((child = call(__NR_clone, SIGCHLD, 0, 0, 0, 0)) == 0)
        watch();
    else if (child < 0)
        call(__NR_unlinkat, AT_FDCWD, (word)EXITCODE, 0, 0, 0); /* nobody would put the code in its place */
}

__attribute__((used)) void start(word *stack)
{
    char **arguments = (char **)(stack + 1), **environment = arguments + stack[0] + 1;
    if (stack[0] > 1 && length(arguments[1]) == 4 && after(arguments[1], "wait"))
        begin();
    become_next(arguments, environment);
}

#if defined(__x86_64__)
__asm__(".globl _start\n_start:\n xor %ebp,%ebp\n mov %rsp,%rdi\n and $-16,%rsp\n call start\n");
#else
__asm__(".globl _start\n_start:\n mov x0,sp\n bl start\n");
#endif
