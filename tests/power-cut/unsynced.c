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
#include "overlay.h"
#include <stdarg.h>

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
