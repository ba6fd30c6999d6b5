#!/bin/sh
# Installs what the integration tests run against. Needs root on Debian or Ubuntu; nothing is started.
set -eu
# Tests that begin at once install one after the other.
exec 9<"$0"
flock 9
export DEBIAN_FRONTEND=noninteractive
# Without an init system this keeps packages from starting their daemons.
if [ ! -e /usr/sbin/policy-rc.d ]; then
    printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d
    chmod 755 /usr/sbin/policy-rc.d
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
fi
install() {
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "$1" > /dev/null
}
command -v dovecot > /dev/null || install dovecot-imapd
python3 -c 'import aiosmtpd' 2> /dev/null || install python3-aiosmtpd
command -v hledger > /dev/null || install hledger
command -v bean-check > /dev/null || install beancount
command -v radicale > /dev/null || install radicale
command -v xandikos > /dev/null || install xandikos
