/* overlay.h: what the program sees (images under names) and what of it is durable. The part of
 * unsynced.c, which explains it, that is not interception; included there and nowhere else. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
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
