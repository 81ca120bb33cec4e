#!/usr/bin/env bash
# soak.sh BUILD ROUNDS [-R NAME] [-E NAME]: runs what ctest knows, one after the other, ROUNDS times under load: two busy
# loops a core; in every third round the tests have one core only. Ends with 1 when a round failed. ./dev soak builds first.
set -euo pipefail
build=$1 rounds=$2
shift 2

mapfile -t names < <(ctest --test-dir "$build" -N "$@" | sed -n 's/^ *Test *#[0-9]*: //p')
((${#names[@]})) || { echo "soak: there is no such test" >&2; exit 1; }
kept=$build/soak
rm -rf "$kept" && mkdir -p "$kept"

loops=() running=
end_all() {
  # A test has children; all of them are in the group of its ctest.
  [[ -z $running ]] || kill -- "-$running" 2>/dev/null || true
  ((${#loops[@]} == 0)) || kill "${loops[@]}" 2>/dev/null || true
}
trap end_all EXIT
trap 'exit 130' INT TERM HUP
for ((i = 2 * $(nproc); i > 0; --i)); do
  # A loop also ends when this script was killed and could not end it.
  { while kill -0 $$ 2>/dev/null; do for ((j = 0; j < 100000; ++j)); do :; done; done; } </dev/null >/dev/null &
  loops+=($!)
done

cores=$(taskset -cp $$ | sed 's/.*: //')
declare -A failures seconds
for name in "${names[@]}"; do failures[$name]=0 seconds[$name]=0; done

# one_round NAME ROUND: in the background, so that a signal to this script is answered at once.
one_round() {
  local name=$1 round=$2 on=$cores out=$kept/$1-$2.txt began=$SECONDS
  ((round % 3)) || on=${cores%%[,-]*}
  set -m
  taskset -c "$on" ctest --test-dir "$build" -R "^$name\$" --timeout 7200 --output-on-failure </dev/null >"$out" 2>&1 &
  running=$!
  set +m
  if wait "$running"; then
    rm "$out"
  else
    failures[$name]=$((failures[$name] + 1))
    echo "FAILED: $name in round $round on cores $on; $(grep -m 1 -oi 'seed[^,;]*' "$out" || echo 'no seed was printed'): $out"
  fi
  running=
  seconds[$name]=$((seconds[$name] + SECONDS - began))
}

for ((round = 1; round <= rounds; ++round)); do
  echo "round $round of $rounds"
  for name in "${names[@]}"; do one_round "$name" "$round"; done
done

failed=0
printf '\n%7s %9s %8s  %s\n' rounds failures 's/round' program
for name in "${names[@]}"; do
  printf '%7d %9d %8d  %s\n' "$rounds" "${failures[$name]}" $((seconds[$name] / rounds)) "$name"
  failed=$((failed + failures[$name]))
done
((failed == 0))
