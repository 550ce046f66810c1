#!/bin/sh
# usage: symbols_refuses_impure_code.sh ARCHIVE-OF-impure.cc NM CXXFILT
# A proof that cannot fail proves nothing: symbols.sh must refuse impure.cc and name every reason.
set -eu
if found=$(sh "$(dirname "$0")/symbols.sh" "$@"); then
  echo "symbols.sh calls impure code pure: $found"
  exit 1
fi
missed=0
for symbol in 'denied: time' 'std::chrono::_V2::system_clock::now()' 'denied: rand' \
  'denied: std::random_device::_M_getval()' 'std::thread::join()' 'denied: pthread_mutex_lock' \
  'denied: fopen' 'denied: std::cout' 'denied: getenv' 'not on the allow-list: strtod'; do
  case $found in
    *"$symbol"*) ;;
    *)
      echo "symbols.sh did not say: $symbol"
      missed=1
      ;;
  esac
done
[ $missed = 0 ] || printf '%s\n' "$found"
exit $missed
