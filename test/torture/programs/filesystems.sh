# Mounts a filesystem: filesystems.sh KIND MOUNTPOINT WORK [LOWER], where WORK is an empty folder for images and
# layers, and LOWER what the lower layer of an overlay holds.
set -e
kind=$1 at=$2 work=$3 lower=$4
image() { truncate -s "$1" "$work/image"; }
attached() { losetup --find --show "$work/image"; }
layers() { mkdir -p "$work/low" "$work/up" "$work/tmp"; [ -z "$lower" ] || cp -a "$lower/." "$work/low"; }
over() { mkdir "$work/far" && mkfifo "$work/back"
  (/usr/lib/openssh/sftp-server <"$work/back" | sshfs -f -o "passive$1" ":$work/far" "$at" >"$work/back") >/dev/null 2>&1 &
  for _ in $(seq 50); do mountpoint -q "$at" && return; sleep 0.1; done
  return 1
}
case $kind in
  ext4) image 64M; mkfs.ext4 -q "$work/image"; mount -o loop "$work/image" "$at"; rmdir "$at/lost+found" ;;
  xfs) image 400M; mkfs.xfs -q "$work/image"; mount -o loop "$work/image" "$at" ;;
  btrfs) image 200M; mkfs.btrfs -q "$work/image" >/dev/null; mount -o loop "$work/image" "$at" ;;
  quota) image 600M; mkfs.btrfs -q "$work/image" >/dev/null; mount -o loop "$work/image" "$at"
    btrfs quota enable "$at"; btrfs qgroup limit 24M "$at" ;;
  ntfs) image 64M; mkfs.ntfs -Fq "$work/image" >/dev/null 2>&1; lowntfs-3g -o ignore_case "$(attached)" "$at" ;;
  exfat) image 64M; mkfs.exfat "$work/image" >/dev/null; mount.exfat-fuse "$(attached)" "$at" >/dev/null ;;
  overlay) layers; mount -t overlay -o "lowerdir=$work/low,upperdir=$work/up,workdir=$work/tmp" overlay "$at" ;;
  fuse-overlayfs) layers
    fuse-overlayfs -o "lowerdir=$work/low,upperdir=$work/up,workdir=$work/tmp" "$at" 2>/dev/null ;;
  sshfs) over ,no_contain_symlinks ;;
  sshfs-contained) over ,contain_symlinks ;;
  noexec) mount -t tmpfs -o noexec,size=64m tmpfs "$at" ;;
  small) mount -t tmpfs -o size=24m tmpfs "$at" ;;
esac
