/* unsynced.c: a file layer that throws away what was not synced.
 *
 * kill -9 keeps the kernel's page cache, so a program that forgets fsync survives it. Under this
 * layer it does not: what a process writes below a folder lives in memory of that process only and
 * reaches the real files at fsync, fdatasync, and at nothing else. Names (a new file, a rename, a
 * removal) reach the real folder when that folder is synced. SIGKILL is then a power cut.
 *
 *     cc -O1 -fPIC -shared -o unsynced.so unsynced.c -ldl -lpthread
 *     LD_PRELOAD=/abs/unsynced.so UNSYNCED_DIR=/abs/store  program …
 *     kill -9 …                                # and look at /abs/store with an ordinary program
 *
 * Tests in Rust build and set it up with `shim.rs` beside this file.
 *
 *   UNSYNCED_DIR          the folder, absolute and without symbolic links. Must exist. Required.
 *   UNSYNCED_LEAK=n       at every sync of one file, each unsynced 4096-byte page of every *other*
 *                         file becomes real all the same with a chance of n in 100: a disk writes
 *                         in the order it likes.
 *   UNSYNCED_FAIL_SYNC=n  the n-th sync of a file, and every later one, fails with EIO and makes
 *                         nothing real.
 *
 * How: opening a file below the folder gives the program a memfd that holds the file's content; all
 * openings of one file share one memfd, so that reads, writes, seeks, locks, truncation and mapping
 * need no help. Sync copies the pages that differ into the real file. A file that was never synced
 * under a synced name is kept nowhere.
 *
 * Left alone, because they hold nothing durable or must be seen by other processes: names ending in
 * "-shm" (SQLite's shared memory) and "lock". Folders are made and removed at once. Not simulated:
 * listing a folder shows its durable names, link(2), O_TMPFILE, O_SYNC, writes of other processes.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { PAGE = 4096, FILES = 65536 };

/* The content of one file, and where it is durable. */
struct image {
	int memfd;
	ino_t ino;
	mode_t mode;
	char durable[PATH_MAX]; /* the real file's path, "" while it has none */
	int synced;             /* was synced before it had a durable name: content is in `kept` */
	char *kept;             /* what that sync saw */
	size_t kept_size;
};

/* What the program sees under a path. */
struct name {
	char path[PATH_MAX];
	struct image *image; /* NULL: removed */
	int settled;         /* the real folder says the same */
};

static struct name *names[FILES];
static struct image *images[FILES];
static int name_count, image_count;
static long sync_count;
static char root[PATH_MAX];
static size_t root_length;
static int leak_percent;
static long fail_from;
static unsigned long chance = 88172645463325252UL;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static int (*real_open)(const char *, int, ...);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_rename)(const char *, const char *);
static int (*real_unlink)(const char *);
static int (*real_stat)(const char *, struct stat *);
static int (*real_lstat)(const char *, struct stat *);
static int (*real_fstat)(int, struct stat *);
static int (*real_fstatat)(int, const char *, struct stat *, int);
static int (*real_statx)(int, const char *, int, unsigned, struct statx *);
static int (*real_access)(const char *, int);
static int (*real_openat)(int, const char *, int, ...);
static int (*real_unlinkat)(int, const char *, int);

static void die(const char *what)
{
	dprintf(2, "unsynced: %s: %s\n", what, strerror(errno));
	_exit(99);
}

__attribute__((constructor)) static void start(void)
{
	real_open = dlsym(RTLD_NEXT, "open");
	real_openat = dlsym(RTLD_NEXT, "openat");
	real_fsync = dlsym(RTLD_NEXT, "fsync");
	real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
	real_rename = dlsym(RTLD_NEXT, "rename");
	real_unlink = dlsym(RTLD_NEXT, "unlink");
	real_unlinkat = dlsym(RTLD_NEXT, "unlinkat");
	real_stat = dlsym(RTLD_NEXT, "stat");
	real_lstat = dlsym(RTLD_NEXT, "lstat");
	real_fstat = dlsym(RTLD_NEXT, "fstat");
	real_fstatat = dlsym(RTLD_NEXT, "fstatat");
	real_statx = dlsym(RTLD_NEXT, "statx");
	real_access = dlsym(RTLD_NEXT, "access");
	const char *dir = getenv("UNSYNCED_DIR");
	if (!dir || dir[0] != '/')
		return;
	root_length = strlen(dir);
	if (root_length >= sizeof root)
		die("UNSYNCED_DIR is too long");
	memcpy(root, dir, root_length + 1);
	while (root_length > 1 && root[root_length - 1] == '/')
		root[--root_length] = 0;
	if (getenv("UNSYNCED_LEAK"))
		leak_percent = atoi(getenv("UNSYNCED_LEAK"));
	if (getenv("UNSYNCED_FAIL_SYNC"))
		fail_from = atol(getenv("UNSYNCED_FAIL_SYNC"));
	chance ^= (unsigned long)getpid() * 2654435761UL;
}

/* Constructors of other libraries may run, and open files, before ours. */
static void ready(void)
{
	if (!real_access)
		start();
}

static int lucky(void)
{
	chance ^= chance << 13;
	chance ^= chance >> 7;
	chance ^= chance << 17;
	return (int)(chance % 100) < leak_percent;
}

/* Writes the absolute path into `out` if this layer looks after it. */
static int ours(int dirfd, const char *path, char *out)
{
	ready();
	if (!root_length || !path || !*path)
		return 0;
	if (path[0] == '/') {
		if (snprintf(out, PATH_MAX, "%s", path) >= PATH_MAX)
			return 0;
	} else {
		char dir[PATH_MAX], link[64];
		if (dirfd == AT_FDCWD) {
			if (!getcwd(dir, sizeof dir))
				return 0;
		} else {
			snprintf(link, sizeof link, "/proc/self/fd/%d", dirfd);
			ssize_t length = readlink(link, dir, sizeof dir - 1);
			if (length < 0)
				return 0;
			dir[length] = 0;
		}
		if ((size_t)snprintf(out, PATH_MAX, "%s/%s", dir, path) >= PATH_MAX)
			return 0;
	}
	size_t length = strlen(out);
	if (strncmp(out, root, root_length) || out[root_length] != '/')
		return 0;
	if (length > 4 && !strcmp(out + length - 4, "-shm"))
		return 0;
	if (length > 5 && !strcmp(out + length - 5, "/lock"))
		return 0;
	return 1;
}

static struct name *find(const char *path)
{
	for (int i = 0; i < name_count; i++)
		if (!strcmp(names[i]->path, path))
			return names[i];
	return NULL;
}

static struct name *find_or_add(const char *path)
{
	struct name *name = find(path);
	if (name)
		return name;
	if (name_count == FILES || !(name = calloc(1, sizeof *name)))
		die("too many files");
	strcpy(name->path, path);
	return names[name_count++] = name;
}

static struct image *new_image(mode_t mode)
{
	struct image *image = calloc(1, sizeof *image);
	struct stat status;
	if (!image || image_count == FILES)
		die("too many files");
	image->memfd = (int)syscall(SYS_memfd_create, "unsynced", 1u /* MFD_CLOEXEC */);
	if (image->memfd < 0 || real_fstat(image->memfd, &status) || fchmod(image->memfd, mode))
		die("memfd");
	image->ino = status.st_ino;
	image->mode = mode;
	return images[image_count++] = image;
}

static struct image *image_of(int fd)
{
	struct stat status;
	if (!image_count || real_fstat(fd, &status))
		return NULL;
	for (int i = 0; i < image_count; i++)
		if (images[i]->ino == status.st_ino) {
			struct stat own;
			real_fstat(images[i]->memfd, &own);
			if (own.st_dev == status.st_dev)
				return images[i];
		}
	return NULL;
}

static void copy_in(struct image *image, const char *path)
{
	char page[PAGE * 16];
	off_t at = 0;
	ssize_t length;
	int fd = real_open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		die(path);
	while ((length = pread(fd, page, sizeof page, at)) > 0) {
		if (pwrite(image->memfd, page, (size_t)length, at) != length)
			die("copying into memory");
		at += length;
	}
	close(fd);
}

/* Looks a path up: 1 and its image, 0 when there is no such file, -1 when it is not a plain file. */
static int look_up(const char *path, struct image **image)
{
	struct name *name = find(path);
	struct stat status;
	*image = NULL;
	if (name) {
		*image = name->image;
		return name->image != NULL;
	}
	if (real_lstat(path, &status))
		return 0;
	if (!S_ISREG(status.st_mode))
		return -1;
	*image = new_image(status.st_mode & 07777);
	copy_in(*image, path);
	strcpy((*image)->durable, path);
	name = find_or_add(path);
	name->image = *image;
	name->settled = 1;
	return 1;
}

/* Makes pages of an image real: all that differ, or those that luck chooses. */
static void make_real(struct image *image, int all)
{
	static char wanted[PAGE], there[PAGE];
	struct stat status;
	int fd = real_open(image->durable, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		die(image->durable);
	real_fstat(image->memfd, &status);
	if (all && ftruncate(fd, status.st_size))
		die("ftruncate");
	for (off_t at = 0; at < status.st_size; at += PAGE) {
		ssize_t length = pread(image->memfd, wanted, PAGE, at);
		ssize_t old = pread(fd, there, PAGE, at);
		if (length == old && !memcmp(wanted, there, (size_t)length))
			continue;
		if ((all || lucky()) && pwrite(fd, wanted, (size_t)length, at) != length)
			die("writing through");
	}
	close(fd);
}

/* Remembers what a sync saw of a file whose name is not durable yet. */
static void keep(struct image *image)
{
	struct stat status;
	real_fstat(image->memfd, &status);
	free(image->kept);
	image->kept = malloc((size_t)status.st_size + 1);
	if (!image->kept)
		die("malloc");
	if (pread(image->memfd, image->kept, (size_t)status.st_size, 0) != status.st_size)
		die("keeping");
	image->kept_size = (size_t)status.st_size;
	image->synced = 1;
}

/* The real file at `path` is about to be another one, or none. */
static void abandon(const char *path, struct image *except)
{
	for (int i = 0; i < image_count; i++)
		if (images[i] != except && !strcmp(images[i]->durable, path))
			images[i]->durable[0] = 0;
}

/* Gives an image a durable name: with the content its last sync saw, or with none. */
static void put_under(struct image *image, const char *path)
{
	char fresh[PATH_MAX + 16];
	snprintf(fresh, sizeof fresh, "%s.unsynced", path);
	abandon(path, image);
	if (image->durable[0]) {
		if (strcmp(image->durable, path) && real_rename(image->durable, path))
			die("rename");
	} else {
		int fd = real_open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, image->mode);
		if (fd < 0 || (image->synced && write(fd, image->kept, image->kept_size) != (ssize_t)image->kept_size))
			die(fresh);
		close(fd);
		if (real_rename(fresh, path))
			die("rename");
	}
	strcpy(image->durable, path);
	free(image->kept);
	image->kept = NULL;
}

/* Makes the names in a folder real: what is there first, then what is gone. */
static void sync_names(const char *dir)
{
	size_t length = strlen(dir);
	for (int removing = 0; removing <= 1; removing++)
		for (int i = 0; i < name_count; i++) {
			struct name *name = names[i];
			if (name->settled || (name->image == NULL) != removing)
				continue;
			if (strncmp(name->path, dir, length) || name->path[length] != '/' || strchr(name->path + length + 1, '/'))
				continue;
			if (name->image) {
				put_under(name->image, name->path);
			} else {
				abandon(name->path, NULL);
				if (real_unlink(name->path) && errno != ENOENT)
					die("unlink");
			}
			name->settled = 1;
		}
}

static int sync_fd(int fd, int data_only)
{
	struct stat status;
	struct image *image;
	int (*real)(int);
	ready();
	real = data_only ? real_fdatasync : real_fsync;
	if (!root_length)
		return real(fd);
	pthread_mutex_lock(&mutex);
	image = image_of(fd);
	if (image) {
		int fails = fail_from && ++sync_count >= fail_from;
		if (!fails && image->durable[0])
			make_real(image, 1);
		else if (!fails)
			keep(image);
		for (int i = 0; leak_percent && i < image_count; i++)
			if (images[i] != image && images[i]->durable[0])
				make_real(images[i], 0);
		pthread_mutex_unlock(&mutex);
		if (fails)
			errno = EIO;
		return fails ? -1 : 0;
	}
	if (!real_fstat(fd, &status) && S_ISDIR(status.st_mode)) {
		char link[64], dir[PATH_MAX];
		snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
		ssize_t length = readlink(link, dir, sizeof dir - 1);
		if (length > 0) {
			dir[length] = 0;
			sync_names(dir);
		}
	}
	pthread_mutex_unlock(&mutex);
	return real(fd);
}

int fsync(int fd) { return sync_fd(fd, 0); }
int fdatasync(int fd) { return sync_fd(fd, 1); }

static int open_ours(const char *path, int flags, mode_t mode)
{
	struct image *image;
	char link[64];
	int fd, found;
	pthread_mutex_lock(&mutex);
	found = flags & O_DIRECTORY ? -1 : look_up(path, &image);
	if (found < 0) {
		pthread_mutex_unlock(&mutex);
		return real_open(path, flags, mode);
	}
	if (found && (flags & O_CREAT) && (flags & O_EXCL)) {
		pthread_mutex_unlock(&mutex);
		errno = EEXIST;
		return -1;
	}
	if (!found) {
		struct stat status;
		char parent[PATH_MAX];
		strcpy(parent, path);
		*strrchr(parent, '/') = 0;
		if (!(flags & O_CREAT) || real_stat(parent, &status)) {
			pthread_mutex_unlock(&mutex);
			errno = ENOENT;
			return -1;
		}
		image = new_image(mode & 0777);
		struct name *name = find_or_add(path);
		name->image = image;
		name->settled = 0;
	}
	snprintf(link, sizeof link, "/proc/self/fd/%d", image->memfd);
	pthread_mutex_unlock(&mutex);
	fd = real_open(link, flags & ~(O_CREAT | O_EXCL | O_NOFOLLOW));
	return fd;
}

#define OPEN(function, real_call)                                                        \
	{                                                                                \
		char full[PATH_MAX];                                                     \
		mode_t mode = 0;                                                         \
		if (flags & (O_CREAT | (O_TMPFILE & ~O_DIRECTORY))) {                    \
			va_list rest;                                                    \
			va_start(rest, flags);                                           \
			mode = va_arg(rest, mode_t);                                     \
			va_end(rest);                                                    \
		}                                                                        \
		if (ours(dirfd, path, full))                   \
			return open_ours(full, flags, mode);                             \
		return real_call;                                                        \
	}
int open(const char *path, int flags, ...) { int dirfd = AT_FDCWD; OPEN(open, real_open(path, flags, mode)) }
int open64(const char *path, int flags, ...) { int dirfd = AT_FDCWD; OPEN(open64, real_open(path, flags, mode)) }
int openat(int dirfd, const char *path, int flags, ...) OPEN(openat, real_openat(dirfd, path, flags, mode))
int openat64(int dirfd, const char *path, int flags, ...) OPEN(openat64, real_openat(dirfd, path, flags, mode))

int unlink(const char *path)
{
	char full[PATH_MAX];
	struct image *image;
	int found;
	if (!ours(AT_FDCWD, path, full))
		return real_unlink(path);
	pthread_mutex_lock(&mutex);
	found = look_up(full, &image);
	if (found > 0) {
		struct name *name = find_or_add(full);
		name->image = NULL;
		name->settled = 0;
	}
	pthread_mutex_unlock(&mutex);
	if (found < 0)
		return real_unlink(path);
	if (!found)
		errno = ENOENT;
	return found ? 0 : -1;
}

int unlinkat(int dirfd, const char *path, int flags)
{
	char full[PATH_MAX];
	if (!(flags & AT_REMOVEDIR) && ours(dirfd, path, full))
		return unlink(full);
	return real_unlinkat(dirfd, path, flags);
}

int rename(const char *from, const char *to)
{
	char full_from[PATH_MAX], full_to[PATH_MAX];
	struct image *image;
	int found;
	if (!ours(AT_FDCWD, from, full_from) || !ours(AT_FDCWD, to, full_to))
		return real_rename(from, to);
	pthread_mutex_lock(&mutex);
	found = look_up(full_from, &image);
	if (found > 0) {
		struct image *replaced;
		look_up(full_to, &replaced);
		struct name *old = find_or_add(full_from), *new = find_or_add(full_to);
		new->image = image;
		new->settled = 0;
		old->image = NULL;
		old->settled = 0;
	}
	pthread_mutex_unlock(&mutex);
	if (found < 0)
		return real_rename(from, to);
	if (!found)
		errno = ENOENT;
	return found ? 0 : -1;
}

/* The memfd to be asked about a path: -1 when the real file system is, -2 when there is no file. */
static int stand_in(int dirfd, const char *path)
{
	char full[PATH_MAX];
	struct image *image;
	int found;
	if (!ours(dirfd, path, full))
		return -1;
	pthread_mutex_lock(&mutex);
	found = look_up(full, &image);
	pthread_mutex_unlock(&mutex);
	return found < 0 ? -1 : found ? image->memfd : -2;
}

#define STAT(dirfd, path, by_fd, by_path)              \
	{                                              \
		int memfd = stand_in(dirfd, path);     \
		if (memfd == -2) {                     \
			errno = ENOENT;                \
			return -1;                     \
		}                                      \
		return memfd >= 0 ? by_fd : by_path;   \
	}
int stat(const char *path, struct stat *out) STAT(AT_FDCWD, path, real_fstat(memfd, out), real_stat(path, out))
int lstat(const char *path, struct stat *out) STAT(AT_FDCWD, path, real_fstat(memfd, out), real_lstat(path, out))
int fstatat(int dirfd, const char *path, struct stat *out, int flags)
	STAT(dirfd, path, real_fstat(memfd, out), real_fstatat(dirfd, path, out, flags))
int statx(int dirfd, const char *restrict path, int flags, unsigned mask, struct statx *restrict out)
	STAT(dirfd, path, real_statx(memfd, "", flags | AT_EMPTY_PATH, mask, out), real_statx(dirfd, path, flags, mask, out))
int access(const char *path, int mode) STAT(AT_FDCWD, path, 0, real_access(path, mode))

/* On 64-bit Linux both families have the same layout. */
_Static_assert(sizeof(struct stat) == sizeof(struct stat64), "struct stat64 differs");
int stat64(const char *path, struct stat64 *out) { return stat(path, (struct stat *)out); }
int lstat64(const char *path, struct stat64 *out) { return lstat(path, (struct stat *)out); }
int fstatat64(int dirfd, const char *path, struct stat64 *out, int flags)
{
	return fstatat(dirfd, path, (struct stat *)out, flags);
}
