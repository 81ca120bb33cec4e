#!/usr/bin/env bash
# check.sh OLDER NEWER INTO: the package's whole life on a Debian of its own that runs systemd: install, use, upgrade, remove,
# purge. Says each step; ends with 1 at the first that is not so. As root. INTO/base is kept for the next time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
older=$(realpath "$1") newer=$(realpath "$2") into=$(realpath -m "$3")
suite=bookworm
[[ $EUID -eq 0 ]] || { echo "check.sh: only root can make and start another system" >&2; exit 1; }

# Where this system's first process is no systemd, two others would share what they count their processes by.
exec 9>/run/lock/waybill-package-check
flock --nonblock 9 || { echo "check.sh: another one is at work on this machine" >&2; exit 1; }

base=$into/base root=$into/root container= leader=
steps=0 doing="preparing"
step() { doing=$*; }
done_well() { printf 'ok %d - %s\n' "$((++steps))" "$doing"; }
lost() {
  printf 'not ok %d - %s: %s\n' "$((steps + 1))" "$doing" "$*" >&2
  exit 1
}
at_end() {
  local status=$?
  if [[ $status -ne 0 && -n $leader ]]; then
    inside journalctl -u waybill --no-pager -n 30 >&2 || true
  fi
  if [[ -n $container ]]; then
    # The system's first process takes this for "power off".
    kill -s RTMIN+4 "$leader" 2>/dev/null || kill "$container" 2>/dev/null || true
    wait "$container" 2>/dev/null || true
  fi
  rm -rf --one-file-system "$root"
  exit "$status"
}
trap at_end EXIT
trap 'exit 130' INT TERM

# inside COMMAND...: in the other system, with nothing of this one's environment, asking nobody.
inside() {
  nsenter -t "$leader" --mount --uts --ipc --net --pid --root --wd -- \
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/root DEBIAN_FRONTEND=noninteractive "$@" </dev/null
}
# As the server's user, with what comes in.
as_waybill() {
  nsenter -t "$leader" --mount --uts --ipc --net --pid --root --wd -- \
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/nonexistent runuser -u waybill -- "$@"
}
is() { [[ $1 == "$2" ]] || lost "it is '$1', not '$2'"; }
holds() { [[ $1 == *"$2"* ]] || lost "'$2' is not in: $1"; }
property() { inside systemctl show -P "$1" waybill; }
running() {
  local try
  for ((try = 0; try < 300; ++try)); do
    [[ $(inside curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:8080/readyz) != 200 ]] || return 0
    # For what another process shows no event comes here.
    sleep 0.2
  done
  lost "the server does not say that it is ready"
}
conf=/etc/waybill/waybill.conf data=/var/lib/waybill
at=http://127.0.0.1:8080
# The addresses of all bookmarks that the server knows, as one sum.
bookmarks() { inside waybill export --server $at --token "$token" -o - | grep -o '"url": *"[^"]*"' | sort | sha256sum; }
status_of() { inside waybill console show "$1" --json --data $data | sed -n 's/.*"status": *"\([a-z]*\)".*/\1/p' | head -n 1; }
becomes() {
  local try
  for ((try = 0; try < 300; ++try)); do
    [[ $("${@:2}") != "$1" ]] || return 0
    sleep 0.2
  done
  lost "it does not become '$1', it is '$("${@:2}")'"
}

step "a Debian is made, with what the package needs and without the package"
if [[ ! -e $base.whole ]]; then
  rm -rf --one-file-system "$base"
  mkdir -p "$into"
  debootstrap --variant=minbase --include=systemd,systemd-sysv,ca-certificates,curl,procps $suite "$base" >"$into/debootstrap.log" ||
    lost "debootstrap failed: $into/debootstrap.log"
  touch "$base.whole"
fi
chroot "$base" apt-get update -q >/dev/null
chroot "$base" env DEBIAN_FRONTEND=noninteractive apt-get satisfy -q -y --no-install-recommends \
  "$(dpkg-deb -f "$older" Depends)" >"$into/satisfy.log" 2>&1 </dev/null || lost "apt-get failed: $into/satisfy.log"
chroot "$base" apt-get clean
rm -rf --one-file-system "$root"
cp -a --reflink=auto "$base" "$root"
cp "$older" "$root/root/older.deb" && cp "$newer" "$root/root/newer.deb"
done_well

step "it starts, cut off from the network"
systemd-nspawn --quiet --directory="$root" --register=no --keep-unit --private-network --boot >"$into/boot.log" 2>&1 </dev/null &
container=$!
for ((try = 0; try < 300; ++try)); do
  leader=$(pgrep -P "$container" | head -n 1) || true
  [[ -n $leader ]] && state=$(inside systemctl is-system-running 2>/dev/null || true) && [[ $state == @(running|degraded) ]] && break
  kill -0 "$container" 2>/dev/null || lost "systemd-nspawn ended: $into/boot.log"
  sleep 0.2
done
[[ $state == @(running|degraded) ]] || lost "systemd does not come up: $into/boot.log"
done_well

step "the package is installed: a server runs, as a user of its own"
inside apt-get install -q -y --no-install-recommends /root/older.deb >"$into/install.log" 2>&1 || lost "apt-get: $into/install.log"
running
is "$(inside systemctl is-enabled waybill)" enabled
is "$(inside stat -c '%a %U:%G' $data)" "700 waybill:waybill"
is "$(inside stat -c '%a %U:%G' $conf)" "640 root:waybill"
main=$(property MainPID)
is "$(inside stat -c %U "/proc/$main/environ")" root # not its own user's: programs that take rows cannot read it
is "$(inside sed -n 's/^Uid:\t\([0-9]*\).*/\1/p' "/proc/$main/status")" "$(inside id -u waybill)"
is "$(inside dpkg-query -W -f '${db:Status-Status}' waybill)" installed
holds "$(inside journalctl -u waybill -o cat --no-pager)" "listening on $at"
done_well

step "systemd finds nothing wrong with the unit"
is "$(inside systemd-analyze verify --man=no waybill.service 2>&1)" ""
exposure=$(inside systemd-analyze security --no-pager --threshold=20 waybill.service) || lost "more exposed than 2.0"
printf '#  %s\n' "$(tail -n 1 <<<"$exposure" | tr -d '\342\206\222')"
done_well

step "its limits are those of the unit"
status=$(inside cat "/proc/$main/status")
for line in $'NoNewPrivs:\t1' $'Seccomp:\t2' $'CapBnd:\t0000000000000000' $'CapEff:\t0000000000000000'; do holds "$status" "$line"; done
# No more than this machine gives to the whole of the other one.
most=$(inside sed -n 's/^Max open files *[0-9]* *\([0-9]*\).*/\1/p' /proc/1/limits)
files=$((most < 65536 ? most : 65536))
holds "$(inside cat "/proc/$main/limits" | tr -s ' ')" "Max open files $files $files"
! inside nsenter -t "$main" -m touch /usr/written 2>/dev/null || lost "/usr can be written"
! inside nsenter -t "$main" -m touch /etc/waybill/written 2>/dev/null || lost "/etc can be written"
is "$(inside nsenter -t "$main" -m ls -A /root /home)" $'/home:\n\n/root:'
done_well

step "an account is made while the server is stopped, and a token at the running one"
inside systemctl stop waybill
is "$(property Result)" success
as_waybill waybill user add ada --password-stdin --data $data <<<"a long password" >/dev/null
inside systemctl start waybill
running
token=$(as_waybill waybill token add trial --server $at --user ada --password-stdin <<<"a long password" | tail -n 1)
done_well

step "a file is imported"
out=$(inside waybill import /usr/share/doc/waybill/examples/bookmarks.json --server $at --token "$token" 2>&1) || is $? 1
holds "$out" "12 records"
kept=$(bookmarks)
[[ $kept != "$(sha256sum </dev/null)" ]] || lost "there are no bookmarks"
done_well

step "a program takes rows within the unit's limits, and waits"
printf '%s\n' 'while IFS= read -r line; do' 'case $line in *row_index*) while ! [ -e go ]; do sleep 0.1; done ;; esac' \
  "echo '{\"ok\":true}'" done >"$root/etc/waybill/wait.sh"
printf '%s\n' '[type people]' 'handler = people' '[handler people]' 'kind = exec' 'command = sh wait.sh' \
  'row_timeout_ms = 3600000' >>"$root$conf"
inside systemctl restart waybill
running
answer=$(inside curl -s -H "Authorization: Bearer $token" -F kind=rows -F 'options={"type":"people"}' \
  -F file=@/usr/share/doc/waybill/examples/people.csv $at/api/v1/imports)
import=$(sed -n 's/^{"id":"\(imp_[a-z0-9]*\)".*/\1/p' <<<"$answer")
[[ -n $import ]] || lost "the import was not accepted: $answer"
becomes processing status_of "$import"
waiting() { inside pgrep -u waybill -f 'sh wait.sh' >/dev/null && echo yes || echo no; }
becomes yes waiting
done_well

step "an upgrade keeps settings, data, and the import at work, and ends the old server in order"
main=$(property MainPID)
before=$(inside sha256sum $conf)
inside apt-get install -q -y /root/newer.deb >"$into/upgrade.log" 2>&1 || lost "apt-get: $into/upgrade.log"
running
[[ $(property MainPID) != "$main" ]] || lost "the old server still runs"
is "$(inside sha256sum $conf)" "$before"
is "$(inside stat -c '%a %U:%G' $conf)" "640 root:waybill"
is "$(bookmarks)" "$kept"
! inside journalctl -u waybill -o cat --no-pager | grep -E 'Killing|timed out|Failed with result' || lost "it was not ended in order"
becomes yes waiting
touch "$root/etc/waybill/go"
becomes completed status_of "$import"
done_well

step "an upgrade leaves a stopped server stopped"
inside systemctl stop waybill
inside apt-get install -q -y --reinstall /root/newer.deb >>"$into/upgrade.log" 2>&1
is "$(inside systemctl is-active waybill || true)" inactive
inside systemctl start waybill
running
done_well

step "drained and stopped by the console, it stays down"
inside waybill console drain --yes --data $data >/dev/null
is "$(inside curl -s -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $token" -F file=@/etc/hostname $at/api/v1/imports)" 503
inside waybill console stop --yes --data $data >/dev/null
becomes inactive property ActiveState
is "$(property Result)" success
inside systemctl start waybill
running
done_well

step "killed, it comes back by itself with all it had"
main=$(property MainPID)
inside kill -9 "$main"
restarts() { property NRestarts; }
becomes 1 restarts
running
is "$(bookmarks)" "$kept"
done_well

step "with settings that make no sense it stays down, and says why"
cp "$root$conf" "$into/conf.kept"
printf 'imports.concurrent = many\n' >"$root$conf"
inside systemctl restart waybill || true
becomes failed property ActiveState
is "$(property ExecMainStatus)" 2
holds "$(inside journalctl -u waybill -o cat --no-pager -n 8)" imports.concurrent
cat "$into/conf.kept" >"$root$conf"
inside systemctl restart waybill
running
done_well

step "removed, it leaves data and settings; installed again, it has them"
inside apt-get remove -q -y waybill >"$into/remove.log" 2>&1 || lost "apt-get: $into/remove.log"
[[ ! -e $root/usr/bin/waybill ]] || lost "the program is still there"
is "$(inside pgrep -c -u waybill || true)" 0
[[ -e $root$conf && -d $root$data/log ]] || lost "data or settings are gone"
inside apt-get install -q -y /root/newer.deb >>"$into/install.log" 2>&1
running
is "$(bookmarks)" "$kept"
is "$(inside stat -c '%a %U:%G' $conf)" "640 root:waybill"
done_well

step "purged, it takes both with it, and asks nothing"
rm "$root/etc/waybill/wait.sh" "$root/etc/waybill/go" # an administrator's own files would stay
inside apt-get purge -q -y waybill >"$into/purge.log" 2>&1 || lost "apt-get: $into/purge.log"
for path in $data /etc/waybill /lib/systemd/system/waybill.service /usr/share/doc/waybill; do
  [[ ! -e $root$path ]] || lost "$path is still there"
done
is "$(inside systemctl list-unit-files --no-legend 'waybill*')" ""
is "$(inside find / -xdev -name '*waybill*' -not -path '/proc/*' -not -path '/var/log/*' | sort)" ""
is "$(inside id -un waybill)" waybill
done_well
printf '%s steps, all as they should be\n' "$steps"
