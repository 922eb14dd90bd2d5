# Ignores SIGINT, SIGTERM and SIGHUP, as its child and its grandchild do, and writes into the stage all the while.
# $1: the stage. The process ids go to ../.pids, beside the stage.
trap '' INT TERM HUP
echo $$ >> "$1/../.pids"
busy() {
  trap '' INT TERM HUP
  sh -c 'echo $PPID' >> "$1/../.pids"
  while :; do date >> "$1/noise-$2"; sleep 0.05; done
}
(busy "$1" grandchild) &
busy "$1" child &
while :; do sleep 0.1; done
