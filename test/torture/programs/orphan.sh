# Kills the program that started it, then goes on filling the folder of its first argument, as an installer does.
kill -9 $PPID
for number in $(/usr/bin/seq 500); do
  /bin/mkdir -p "$1/lib/site-packages" 2>/dev/null
  echo "$number" >"$1/lib/site-packages/part$number.py"
done
