// Loaded before libc (LD_PRELOAD): writes down, in order, what a process does to the files of one
// folder, and what it says on standard output. It changes nothing; it can end the process by
// SIGKILL after the n-th deed. From the log `disk.py` computes what a power cut leaves.
//
//   gcc -shared -fPIC -O1 -o powerlog.so powerlog.c -ldl
//   POWERLOG=log POWERLOG_DIR=folder [POWERLOG_KILL_AT=n] LD_PRELOAD=./powerlog.so program
//
// A record is four int64 (deed, inode, offset, length) and the bytes: data, or names relative to
// the folder with a zero byte between two. Not seen: mmap, io_uring, fopen, dup.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITE = 1, RESIZE, SYNC, OPEN, UNLINK, RENAME, LINK, SAY, OPEN_FOLDER, SYNC_FOLDER, MAKE_FOLDER };
enum { NOT_OURS, A_FILE, A_FOLDER, MOST_FILES = 65536 };

static int log_fd = -1;  // -2: nothing is logged
static char root[4096];
static size_t root_length;
static int64_t deeds;
static unsigned char kind_of[MOST_FILES];
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

#define REAL(type, name, ...) \
    static type (*real_##name)(__VA_ARGS__); \
    if (!real_##name) real_##name = dlsym(RTLD_NEXT, #name)

static void begin(void) {
    if (log_fd != -1) return;
    char *log = getenv("POWERLOG"), *folder = getenv("POWERLOG_DIR");
    log_fd = -2;
    if (!log || !folder || !realpath(folder, root)) return;
    root_length = strlen(root);
    REAL(int, open, const char *, int, ...);
    log_fd = real_open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
}

static void note(int64_t deed, int64_t inode, int64_t offset, const void *bytes, int64_t length) {
    if (log_fd < 0) return;
    REAL(ssize_t, writev, int, const struct iovec *, int);
    int64_t head[4] = {deed, inode, offset, length};
    struct iovec parts[2] = {{head, sizeof head}, {(void *)bytes, length}};
    int was = errno;
    pthread_mutex_lock(&turn);
    real_writev(log_fd, parts, length ? 2 : 1);
    char *last = getenv("POWERLOG_KILL_AT");
    int counts = deed != SAY && deed != OPEN && deed != OPEN_FOLDER;
    if (counts && ++deeds == (last ? atoll(last) : -1)) kill(getpid(), SIGKILL);
    pthread_mutex_unlock(&turn);
    errno = was;
}

static int64_t inode(int fd) {
    struct stat seen;
    return fstat(fd, &seen) ? 0 : (int64_t)seen.st_ino;
}

// The path below the root, or NULL. The folder of the path is resolved, its last part is not.
static const char *below(int at, const char *path, char *out) {
    char whole[8192], folder[4096];
    begin();
    if (log_fd < 0 || !path || (path[0] != '/' && at != AT_FDCWD)) return NULL;
    if (path[0] == '/') snprintf(whole, sizeof whole, "%s", path);
    else if (getcwd(folder, sizeof folder)) snprintf(whole, sizeof whole, "%s/%s", folder, path);
    else return NULL;
    char *last = strrchr(whole, '/');
    *last = 0;
    if (!realpath(*whole ? whole : "/", folder) || strncmp(folder, root, root_length)) return NULL;
    if (folder[root_length] && folder[root_length] != '/') return NULL;
    const char *between = folder + root_length + (folder[root_length] == '/');
    snprintf(out, 4096, "%s%s%s", between, *between ? "/" : "", last + 1);
    return out;
}

static int opened(int fd, int at, const char *path, int flags) {
    char name[4096] = "";
    struct stat seen;
    if (fd < 0 || fd >= MOST_FILES) return fd;
    kind_of[fd] = NOT_OURS;
    int was = errno;
    if (!below(at, path, name)) {
        if (log_fd < 0 || !realpath(path, name) || strcmp(name, root)) *name = 0;
        else strcpy(name, ".");
    }
    if (*name && !fstat(fd, &seen)) {
        kind_of[fd] = S_ISDIR(seen.st_mode) ? A_FOLDER : A_FILE;
        note(kind_of[fd] == A_FOLDER ? OPEN_FOLDER : OPEN, seen.st_ino, 0, name, strlen(name));
        if (kind_of[fd] == A_FILE && (flags & O_TRUNC)) note(RESIZE, seen.st_ino, 0, NULL, 0);
    }
    errno = was;
    return fd;
}

#define MODE \
    mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }

int open(const char *path, int flags, ...) {
    MODE REAL(int, open, const char *, int, ...);
    return opened(real_open(path, flags, mode), AT_FDCWD, path, flags);
}
int open64(const char *path, int flags, ...) {
    MODE REAL(int, open64, const char *, int, ...);
    return opened(real_open64(path, flags, mode), AT_FDCWD, path, flags);
}
int openat(int at, const char *path, int flags, ...) {
    MODE REAL(int, openat, int, const char *, int, ...);
    return opened(real_openat(at, path, flags, mode), at, path, flags);
}
int openat64(int at, const char *path, int flags, ...) {
    MODE REAL(int, openat64, int, const char *, int, ...);
    return opened(real_openat64(at, path, flags, mode), at, path, flags);
}
int close(int fd) {
    REAL(int, close, int);
    if (fd >= 0 && fd < MOST_FILES) kind_of[fd] = NOT_OURS;
    return real_close(fd);
}

static int ours(int fd) { return fd >= 0 && fd < MOST_FILES && kind_of[fd] == A_FILE; }
static off_t place(int fd) {
    return lseek(fd, 0, fcntl(fd, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR);
}

ssize_t write(int fd, const void *bytes, size_t length) {
    REAL(ssize_t, write, int, const void *, size_t);
    begin();
    off_t offset = ours(fd) ? place(fd) : 0;
    ssize_t done = real_write(fd, bytes, length);
    if (done > 0 && ours(fd)) note(WRITE, inode(fd), offset, bytes, done);
    else if (done > 0 && fd == 1) note(SAY, 0, 0, bytes, done);
    return done;
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
    REAL(ssize_t, writev, int, const struct iovec *, int);
    off_t offset = ours(fd) ? place(fd) : 0;
    ssize_t done = real_writev(fd, parts, count), left = done;
    for (int i = 0; ours(fd) && i < count && left > 0; i++) {
        ssize_t size = (ssize_t)parts[i].iov_len < left ? (ssize_t)parts[i].iov_len : left;
        note(WRITE, inode(fd), offset, parts[i].iov_base, size);
        offset += size;
        left -= size;
    }
    return done;
}
#define PWRITE(name, offset_type) \
    ssize_t name(int fd, const void *bytes, size_t length, offset_type offset) { \
        REAL(ssize_t, name, int, const void *, size_t, offset_type); \
        ssize_t done = real_##name(fd, bytes, length, offset); \
        if (done > 0 && ours(fd)) note(WRITE, inode(fd), offset, bytes, done); \
        return done; \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

// What the kernel copies by itself is read from where it came.
static void copied(int to, off_t offset, int from, off_t source, ssize_t done) {
    char *bytes = done > 0 && ours(to) ? malloc(done) : NULL;
    if (bytes && pread(from, bytes, done, source) == done) note(WRITE, inode(to), offset, bytes, done);
    free(bytes);
}
#define SENDFILE(name, offset_type) \
    ssize_t name(int to, int from, offset_type *start, size_t length) { \
        REAL(ssize_t, name, int, int, offset_type *, size_t); \
        off_t offset = ours(to) ? place(to) : 0, source = start ? *start : lseek(from, 0, SEEK_CUR); \
        ssize_t done = real_##name(to, from, start, length); \
        copied(to, offset, from, source, done); \
        return done; \
    }
SENDFILE(sendfile, off_t)
SENDFILE(sendfile64, off64_t)
ssize_t copy_file_range(int from, off64_t *start, int to, off64_t *end, size_t length, unsigned flags) {
    REAL(ssize_t, copy_file_range, int, off64_t *, int, off64_t *, size_t, unsigned);
    off_t offset = end ? *end : lseek(to, 0, SEEK_CUR), source = start ? *start : lseek(from, 0, SEEK_CUR);
    ssize_t done = real_copy_file_range(from, start, to, end, length, flags);
    copied(to, offset, from, source, done);
    return done;
}

#define RESIZING(name, offset_type) \
    int name(int fd, offset_type length) { \
        REAL(int, name, int, offset_type); \
        int failed = real_##name(fd, length); \
        if (!failed && ours(fd)) note(RESIZE, inode(fd), length, NULL, 0); \
        return failed; \
    }
RESIZING(ftruncate, off_t)
RESIZING(ftruncate64, off64_t)

static int synced(int fd, int failed) {
    if (failed || fd < 0 || fd >= MOST_FILES) return failed;
    if (kind_of[fd] == A_FILE) note(SYNC, inode(fd), 0, NULL, 0);
    if (kind_of[fd] == A_FOLDER) note(SYNC_FOLDER, inode(fd), 0, NULL, 0);
    return failed;
}
int fsync(int fd) { REAL(int, fsync, int); return synced(fd, real_fsync(fd)); }
int fdatasync(int fd) { REAL(int, fdatasync, int); return synced(fd, real_fdatasync(fd)); }

static int named(int failed, int deed, const char *first, const char *second) {
    char names[8192];
    if (failed || !first) return failed;
    size_t length = strlen(first);
    memcpy(names, first, length + 1);
    if (second) strcpy(names + length + 1, second);
    note(deed, 0, 0, names, second ? length + 1 + strlen(second) : length);
    return failed;
}
int mkdir(const char *path, mode_t mode) {
    char name[4096];
    REAL(int, mkdir, const char *, mode_t);
    const char *ours = below(AT_FDCWD, path, name);
    return named(real_mkdir(path, mode), MAKE_FOLDER, ours, NULL);
}
int unlink(const char *path) {
    char name[4096];
    REAL(int, unlink, const char *);
    const char *ours = below(AT_FDCWD, path, name);
    return named(real_unlink(path), UNLINK, ours, NULL);
}
int unlinkat(int at, const char *path, int flags) {
    char name[4096];
    REAL(int, unlinkat, int, const char *, int);
    const char *ours = flags ? NULL : below(at, path, name);
    return named(real_unlinkat(at, path, flags), UNLINK, ours, NULL);
}
#define TWO_NAMES(call, deed, from_at, from, to_at, to) \
    char a[4096], b[4096]; \
    const char *first = below(from_at, from, a), *second = below(to_at, to, b); \
    return named(call, deed, second ? first : NULL, second)
int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *);
    TWO_NAMES(real_rename(from, to), RENAME, AT_FDCWD, from, AT_FDCWD, to);
}
int renameat(int from_at, const char *from, int to_at, const char *to) {
    REAL(int, renameat, int, const char *, int, const char *);
    TWO_NAMES(real_renameat(from_at, from, to_at, to), RENAME, from_at, from, to_at, to);
}
int link(const char *from, const char *to) {
    REAL(int, link, const char *, const char *);
    TWO_NAMES(real_link(from, to), LINK, AT_FDCWD, from, AT_FDCWD, to);
}
int linkat(int from_at, const char *from, int to_at, const char *to, int flags) {
    REAL(int, linkat, int, const char *, int, const char *, int);
    TWO_NAMES(real_linkat(from_at, from, to_at, to, flags), LINK, from_at, from, to_at, to);
}
