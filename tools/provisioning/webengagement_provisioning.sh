#!/bin/sh
# Creates or corrects the objects around the queues of a running service.
# Usage: webengagement_provisioning.sh -host H -port P [-user U] [-password W] -app APPLICATION [-overwrite]
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
exec node -- "$here/../../dist/cli/provision/main.js" "$@"
