#!/bin/sh
# Looks at what the container was given, proves it, then becomes the command: sdn-preflight COMMAND [ARGS...]
#
#   SDN_REQUIRE   gpu, npu or accelerator: start only where an inference ran on one. Empty accepts the CPU.
#   SDN_DEVICE    as --device-id of sdn verify; empty takes what SD.Next would use
#   SDN_DIR       the SD.Next checkout (default: the working folder)
#   SDN_VERIFY    0 looks at the device nodes only
#   SDN_DEV       where the device nodes are (default: /dev)
#
# Ends with 3 where a device is missing or closed, with sdn's own code where the proof fails.
set -eu

dev=${SDN_DEV:-/dev}
seen=0
closed=0

# NODE: counts it, and says what opens it where this user may not.
look() {
  [ -e "$1" ] || return 0
  if [ -r "$1" ] && [ -w "$1" ]; then
    seen=$((seen + 1))
    return 0
  fi
  closed=$((closed + 1))
  {
    echo "Found  $1 belongs to group $(stat -c %g "$1"); this user ($(id -u)) is in: $(id -G)"
    echo "Need   read and write access to it"
    echo "Fix    docker run --group-add $(stat -c %g "$1") ..."
  } >&2
}

# KIND PATTERN...: only the nodes of that kind count for SDN_REQUIRE.
look_at() {
  case ${SDN_REQUIRE:-}:$1 in
    gpu:npu | npu:gpu) return 0 ;;
  esac
  shift
  for node in "$@"; do
    look "$node"
  done
}

look_at gpu "$dev"/dri/renderD* "$dev"/kfd "$dev"/nvidia[0-9]* "$dev"/dxg
look_at npu "$dev"/accel/accel*

if [ "$closed" -gt 0 ]; then
  exit 3
fi
if [ -n "${SDN_REQUIRE:-}" ] && [ "$seen" -eq 0 ]; then
  {
    echo "Found  no device node of an accelerator in $dev"
    echo "Need   one: this container was told to require ${SDN_REQUIRE}"
    echo "Fix    docker run --device /dev/dri ...   (NVIDIA: --gpus all; AMD: --device /dev/kfd --device /dev/dri)"
  } >&2
  exit 3
fi

if [ "${SDN_VERIFY:-1}" != 0 ]; then
  # On stderr: stdout belongs to the command.
  sdn verify --dir "${SDN_DIR:-.}" \
    ${SDN_DEVICE:+--device-id "$SDN_DEVICE"} ${SDN_REQUIRE:+--require "$SDN_REQUIRE"} >&2
fi

[ "$#" -gt 0 ] || set -- sdn launch --dir "${SDN_DIR:-.}"
exec "$@"
