/*
 * Loaded into a server with LD_PRELOAD, logs every call that changes or syncs a file under a folder,
 * so that what a loss of power may leave can be rebuilt afterwards (see WriteLog.java, Disk.java).
 *
 *   WRITE_LOG_FOLDER   the folder, as an absolute path without symbolic links
 *   WRITE_LOG_FILE     the log, made where it is not there, appended to where it is
 *   WRITE_LOG_LIE      when set, a sync answers at once, does nothing and is not logged
 *
 * A call is logged before it is carried out (but an open after it), under one lock, so that the log's
 * order is the order of the calls, and a killed process has logged one call at most that it did not
 * carry out, or has opened one file that is not in the log. A sync is two records: what was written before the first is durable once the second is in the log. What
 * cannot be rebuilt (a call that failed, a shared writable map of anything but SQLite's -shm, a
 * subfolder) is logged as such, and the test refuses the log.
 *
 * A record: int32 kind, int32 descriptor, int64 nanoseconds of the monotonic clock, int64 a number,
 * int32 length, int32 zero, and so many bytes; all in the machine's own order. Only system calls are
 * used, no functions of the C library that could themselves be replaced here.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum kind {
  OPEN = 1, /* number: 1 truncates, 2 a folder; bytes: the path within the folder */
  CLOSE,
  DUPLICATE,  /* number: the new descriptor */
  WRITE,      /* number: the offset; bytes: what is written */
  TRUNCATE,   /* number: the new length */
  SYNC_BEGIN, /* number: which sync */
  SYNC_END,   /* number: which sync */
  RENAME,     /* bytes: both paths, each with a zero behind it */
  UNLINK,     /* bytes: the path */
  UNKNOWN     /* bytes: what cannot be rebuilt */
};

#define MAX_DESCRIPTORS 65536
#define LOG_DESCRIPTOR 60000

static unsigned char tracked[MAX_DESCRIPTORS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *folder;
static size_t folder_length;
static int lies;
static int log_file = -1;
static int64_t syncs;

__attribute__((constructor)) static void begin(void) {
  folder = getenv("WRITE_LOG_FOLDER");
  folder_length = folder ? strlen(folder) : 0;
  lies = getenv("WRITE_LOG_LIE") != NULL;
}

static void die(const char *what) {
  syscall(SYS_write, 2, "write-log: ", 11);
  syscall(SYS_write, 2, what, strlen(what));
  syscall(SYS_write, 2, "\n", 1);
  abort();
}

/* With the lock held. */
static void record(int kind, int fd, int64_t number, const struct iovec *parts, int count) {
  struct {
    int32_t kind, fd;
    int64_t nanos, number;
    int32_t length, zero;
  } head = {kind, fd, 0, number, 0, 0};
  struct timespec now;
  struct iovec all[17];
  size_t total = sizeof head;
  if (log_file < 0) {
    const char *path = getenv("WRITE_LOG_FILE");
    int opened =
        path ? (int) syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND, 0644) : -1;
    if (opened < 0) die("WRITE_LOG_FILE cannot be opened");
    log_file = (int) syscall(SYS_fcntl, opened, F_DUPFD_CLOEXEC, LOG_DESCRIPTOR);
    if (log_file < 0) log_file = (int) syscall(SYS_fcntl, opened, F_DUPFD_CLOEXEC, 900);
    if (log_file < 0) die("no descriptor for the log");
    syscall(SYS_close, opened);
  }
  if (count > 16) die("too many parts");
  for (int i = 0; i < count; i++) {
    all[i + 1] = parts[i];
    head.length += (int32_t) parts[i].iov_len;
    total += parts[i].iov_len;
  }
  clock_gettime(CLOCK_MONOTONIC, &now);
  head.nanos = now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
  all[0] = (struct iovec) {&head, sizeof head};
  if ((size_t) syscall(SYS_writev, log_file, all, count + 1) != total) die("the log cannot be written");
}

static void record_text(int kind, int fd, int64_t number, const char *text) {
  struct iovec part = {(void *) text, strlen(text)};
  record(kind, fd, number, &part, 1);
}

static void acquire(void) { pthread_mutex_lock(&lock); }

/* Keeps errno. */
static long release(long result) {
  int failure = errno;
  pthread_mutex_unlock(&lock);
  errno = failure;
  return result;
}

static int is_tracked(int fd) { return fd >= 0 && fd < MAX_DESCRIPTORS && tracked[fd]; }

/* A call that was logged and then failed: with the lock held. */
static void check(int fd, long result, long expected, const char *call) {
  if (result != expected) {
    int failure = errno;
    record_text(UNKNOWN, fd, failure, call);
    errno = failure;
  }
}

/* Where a path is in the folder, or NULL; the folder itself is "". */
static const char *within(const char *path) {
  if (!folder || !path || strncmp(path, folder, folder_length) != 0) return NULL;
  if (path[folder_length] == 0) return path + folder_length;
  return path[folder_length] == '/' ? path + folder_length + 1 : NULL;
}

static int open_at(int directory, const char *path, int flags, mode_t mode) {
  char link[64], target[PATH_MAX + 1];
  const char *name;
  long length;
  int fd;
  if (!folder) return (int) syscall(SYS_openat, directory, path, flags, mode);
  acquire();
  fd = (int) syscall(SYS_openat, directory, path, flags, mode);
  if (fd < 0) return (int) release(fd);
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  length = syscall(SYS_readlinkat, AT_FDCWD, link, target, PATH_MAX);
  target[length > 0 ? length : 0] = 0;
  name = within(target);
  if (fd < MAX_DESCRIPTORS) tracked[fd] = name != NULL;
  if (name) {
    if (fd >= MAX_DESCRIPTORS) die("too many descriptors");
    if (strchr(name, '/')) record_text(UNKNOWN, fd, 0, name);
    record_text(OPEN, fd, (*name ? 0 : 2) | (flags & O_TRUNC ? 1 : 0), name);
  }
  return (int) release(fd);
}

#define MODE(flags, last) \
  mode_t mode = 0; \
  if ((flags) & (O_CREAT | __O_TMPFILE)) { \
    va_list rest; \
    va_start(rest, last); \
    mode = va_arg(rest, mode_t); \
    va_end(rest); \
  }

int open(const char *path, int flags, ...) {
  MODE(flags, flags)
  return open_at(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  MODE(flags, flags)
  return open_at(AT_FDCWD, path, flags, mode);
}

int openat(int directory, const char *path, int flags, ...) {
  MODE(flags, flags)
  return open_at(directory, path, flags, mode);
}

int openat64(int directory, const char *path, int flags, ...) {
  MODE(flags, flags)
  return open_at(directory, path, flags, mode);
}

int creat(const char *path, mode_t mode) {
  return open_at(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int creat64(const char *path, mode_t mode) { return creat(path, mode); }

int close(int fd) {
  if (!is_tracked(fd)) return (int) syscall(SYS_close, fd);
  acquire();
  record(CLOSE, fd, 0, NULL, 0);
  tracked[fd] = 0;
  return (int) release(syscall(SYS_close, fd));
}

static int duplicated(int fd, int copy) {
  if (copy >= 0 && copy < MAX_DESCRIPTORS && copy != fd) {
    if (tracked[copy]) record(CLOSE, copy, 0, NULL, 0);
    tracked[copy] = tracked[fd];
    if (tracked[fd]) record(DUPLICATE, fd, copy, NULL, 0);
  }
  return copy;
}

int dup(int fd) {
  acquire();
  return (int) release(duplicated(fd, (int) syscall(SYS_dup, fd)));
}

int dup3(int fd, int copy, int flags) {
  acquire();
  return (int) release(duplicated(fd, (int) syscall(SYS_dup3, fd, copy, flags)));
}

int dup2(int fd, int copy) {
  if (fd == copy) return (int) syscall(SYS_fcntl, fd, F_GETFD) < 0 ? -1 : fd;
  return dup3(fd, copy, 0);
}

static ssize_t write_at(int fd, const struct iovec *parts, int count, int64_t offset) {
  ssize_t total = 0, done;
  acquire();
  for (int i = 0; i < count; i++) total += (ssize_t) parts[i].iov_len;
  if (offset < 0) {
    struct stat status;
    int appends = (int) syscall(SYS_fcntl, fd, F_GETFL) & O_APPEND;
    int64_t at = appends && fstat(fd, &status) == 0 ? status.st_size : lseek(fd, 0, SEEK_CUR);
    record(WRITE, fd, at, parts, count);
    done = syscall(SYS_writev, fd, parts, count);
  } else {
    record(WRITE, fd, offset, parts, count);
    done = syscall(SYS_pwritev, fd, parts, count, (long) offset, 0L);
  }
  check(fd, done, total, "a write that failed");
  return release(done);
}

ssize_t write(int fd, const void *bytes, size_t length) {
  struct iovec part = {(void *) bytes, length};
  return is_tracked(fd) ? write_at(fd, &part, 1, -1) : syscall(SYS_write, fd, bytes, length);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  struct iovec part = {(void *) bytes, length};
  return is_tracked(fd) ? write_at(fd, &part, 1, offset)
                        : syscall(SYS_pwrite64, fd, bytes, length, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  return pwrite64(fd, bytes, length, offset);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  return is_tracked(fd) ? write_at(fd, parts, count, -1) : syscall(SYS_writev, fd, parts, count);
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
  return is_tracked(fd) ? write_at(fd, parts, count, offset)
                        : syscall(SYS_pwritev, fd, parts, count, (long) offset, 0L);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  return pwritev64(fd, parts, count, offset);
}

int ftruncate64(int fd, off64_t length) {
  long result;
  if (!is_tracked(fd)) return (int) syscall(SYS_ftruncate, fd, length);
  acquire();
  record(TRUNCATE, fd, length, NULL, 0);
  result = syscall(SYS_ftruncate, fd, length);
  check(fd, result, 0, "ftruncate");
  return (int) release(result);
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int truncate64(const char *path, off64_t length) {
  int fd = open_at(AT_FDCWD, path, O_WRONLY, 0);
  int result = fd < 0 ? -1 : ftruncate64(fd, length);
  if (fd >= 0) close(fd);
  return result;
}

int truncate(const char *path, off_t length) { return truncate64(path, length); }

static int sync_file(int fd, long call) {
  int64_t which;
  int result;
  if (!is_tracked(fd)) return (int) syscall(call, fd);
  if (lies) return 0;
  acquire();
  which = ++syncs;
  record(SYNC_BEGIN, fd, which, NULL, 0);
  release(0);
  result = (int) syscall(call, fd);
  acquire();
  if (result == 0) record(SYNC_END, fd, which, NULL, 0);
  return (int) release(result);
}

int fsync(int fd) { return sync_file(fd, SYS_fsync); }

int fdatasync(int fd) { return sync_file(fd, SYS_fdatasync); }

static int rename_at(int from_at, const char *from, int to_at, const char *to, unsigned flags) {
  const char *a = within(from), *b = within(to);
  struct iovec parts[2];
  long result;
  if (!a && !b) return (int) syscall(SYS_renameat2, from_at, from, to_at, to, flags);
  acquire();
  if (!a || !b || flags || strchr(a, '/') || strchr(b, '/')) {
    record_text(UNKNOWN, -1, 0, "a rename out of the folder, or into it");
  } else {
    parts[0] = (struct iovec) {(void *) a, strlen(a) + 1};
    parts[1] = (struct iovec) {(void *) b, strlen(b) + 1};
    record(RENAME, -1, 0, parts, 2);
  }
  result = syscall(SYS_renameat2, from_at, from, to_at, to, flags);
  check(-1, result, 0, "rename");
  return (int) release(result);
}

int rename(const char *from, const char *to) {
  return rename_at(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int renameat(int from_at, const char *from, int to_at, const char *to) {
  return rename_at(from_at, from, to_at, to, 0);
}

int renameat2(int from_at, const char *from, int to_at, const char *to, unsigned flags) {
  return rename_at(from_at, from, to_at, to, flags);
}

/* An unlink of what is not there is common, and nothing to log. */
int unlinkat(int directory, const char *path, int flags) {
  char base[PATH_MAX + 1], link[64], whole[PATH_MAX * 2 + 2];
  const char *name = within(path);
  long result, length;
  if (!name && folder && directory != AT_FDCWD && path[0] != '/') {
    snprintf(link, sizeof link, "/proc/self/fd/%d", directory);
    length = syscall(SYS_readlinkat, AT_FDCWD, link, base, PATH_MAX);
    base[length > 0 ? length : 0] = 0;
    snprintf(whole, sizeof whole, "%s/%s", base, path);
    name = within(whole);
  }
  if (!name) return (int) syscall(SYS_unlinkat, directory, path, flags);
  if (syscall(SYS_faccessat, directory, path, F_OK) < 0) return -1;
  acquire();
  record_text(UNLINK, -1, 0, name);
  result = syscall(SYS_unlinkat, directory, path, flags);
  check(-1, result, 0, "unlink");
  return (int) release(result);
}

int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }

int remove(const char *path) {
  int result = unlinkat(AT_FDCWD, path, 0);
  return result < 0 && errno == EISDIR ? unlinkat(AT_FDCWD, path, AT_REMOVEDIR) : result;
}

static void *map(void *at, size_t length, int protection, int flags, int fd, off64_t offset) {
  char link[64], target[PATH_MAX + 1];
  if (is_tracked(fd) && (protection & PROT_WRITE) && (flags & MAP_SHARED)) {
    long size;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    size = syscall(SYS_readlinkat, AT_FDCWD, link, target, PATH_MAX);
    target[size > 0 ? size : 0] = 0;
    if (size < 4 || strcmp(target + size - 4, "-shm") != 0) {
      acquire();
      record_text(UNKNOWN, fd, 0, "a writable map");
      release(0);
    }
  }
  return (void *) syscall(SYS_mmap, at, length, protection, flags, fd, offset);
}

void *mmap(void *at, size_t length, int protection, int flags, int fd, off_t offset) {
  return map(at, length, protection, flags, fd, offset);
}

void *mmap64(void *at, size_t length, int protection, int flags, int fd, off64_t offset) {
  return map(at, length, protection, flags, fd, offset);
}

/* These have no other way to tell that they were used. */
static void refuse(int fd, const char *call) {
  if (is_tracked(fd)) {
    acquire();
    record_text(UNKNOWN, fd, 0, call);
    release(0);
  }
}

int fallocate64(int fd, int mode, off64_t offset, off64_t length) {
  refuse(fd, "fallocate");
  return (int) syscall(SYS_fallocate, fd, mode, offset, length);
}

int fallocate(int fd, int mode, off_t offset, off_t length) {
  return fallocate64(fd, mode, offset, length);
}

ssize_t sendfile64(int out, int in, off64_t *offset, size_t count) {
  refuse(out, "sendfile");
  return syscall(SYS_sendfile, out, in, offset, count);
}

ssize_t sendfile(int out, int in, off_t *offset, size_t count) {
  return sendfile64(out, in, offset, count);
}

ssize_t copy_file_range(
    int in, off64_t *in_at, int out, off64_t *out_at, size_t length, unsigned flags) {
  refuse(out, "copy_file_range");
  return syscall(SYS_copy_file_range, in, in_at, out, out_at, length, flags);
}
