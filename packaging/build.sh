#!/usr/bin/env bash
# build.sh BINARY INTO [VERSION]: a .deb of the binary and this tree. Prints its path. ./dev package builds first.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
binary=$1 into=$2

# Without a tag of its version, a tree is on its way to that version: ~ sorts before it.
version_of_tree() {
  local next commits
  next=$("$binary" --version | cut -d' ' -f2)
  if ! commits=$(git rev-list --count HEAD 2>/dev/null) || [[ $(git tag --points-at HEAD) == *"v$next"* ]]; then
    printf '%s' "$next"
  else
    printf '%s~%s.g%s' "$next" "$commits" "$(git rev-parse --short HEAD)"
  fi
}
version=${3:-$(version_of_tree)}
architecture=$(dpkg --print-architecture)
# Equal sources make equal packages.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || stat -c %Y CHANGELOG.md)
export SOURCE_DATE_EPOCH
by="Waybill maintainers <root@localhost>"

mkdir -p "$into"
stage=$into/stage
rm -rf "$stage"
documents=$stage/usr/share/doc/waybill
install -D -m 0755 "$binary" "$stage/usr/bin/waybill"
strip --strip-unneeded --remove-section=.comment --remove-section=.note "$stage/usr/bin/waybill"
install -D -m 0644 packaging/waybill.service "$stage/lib/systemd/system/waybill.service"

# The settings of the tree with one change: where data lie.
install -d "$stage/etc/waybill"
sed 's|^#data\.directory = .*|data.directory = /var/lib/waybill|' config/waybill.conf.default >"$stage/etc/waybill/waybill.conf"
[[ $(grep -c '^[^#]' "$stage/etc/waybill/waybill.conf") == 1 ]] || { echo "build.sh: data.directory is not in the settings" >&2; exit 1; }

install -d "$documents/licences"
cp -r docs/. "$documents/"
install -m 0644 packaging/handlers.conf "$documents/examples/handlers.conf"
install -m 0644 packaging/copyright "$documents/copyright"
for part in libjs-bootstrap5 libcli11-dev nlohmann-json3-dev libspdlog-dev libicu-dev; do
  install -m 0644 "/usr/share/doc/$part/copyright" "$documents/licences/$part"
done
gzip -9n <CHANGELOG.md >"$documents/changelog.gz"
printf 'waybill (%s) unstable; urgency=medium\n\n  * Made of the source tree; what changed: changelog.gz.\n\n -- %s  %s\n' \
  "$version" "$by" "$(date -R -u -d "@$SOURCE_DATE_EPOCH")" | gzip -9n >"$documents/changelog.Debian.gz"

install -d "$stage/usr/share/man/man1"
{
  printf '.TH WAYBILL 1\n.SH NAME\nwaybill \\- self-hosted import engine: server and command line\n.SH SYNOPSIS\n'
  printf '.B waybill\n.I verb\n[options]\n.SH DESCRIPTION\n.nf\n'
  "$binary" --help | sed -e 's/\\/\\\\/g' -e 's/-/\\-/g' -e "s/^[.']/\\\\\&&/"
  printf '.fi\n.SH FILES\n.I /etc/waybill/waybill.conf\nsettings of the server that the system runs\n.PP\n'
  printf '.I /var/lib/waybill\nits data\n.PP\n.I /usr/share/doc/waybill\ndocuments; operations.md is for who runs it\n'
} | gzip -9n >"$stage/usr/share/man/man1/waybill.1.gz"

# dpkg-shlibdeps wants a source package around it, and reads of it these lines alone.
install -d "$into/debian"
printf 'Source: waybill\n\nPackage: waybill\nArchitecture: any\n' >"$into/debian/control"
libraries=$(cd "$into" && dpkg-shlibdeps -O -Sstage -estage/usr/bin/waybill 2>shlibdeps.log) ||
  { cat "$into/shlibdeps.log" >&2; exit 1; }

install -d "$stage/DEBIAN"
install -m 0755 packaging/postinst packaging/prerm packaging/postrm "$stage/DEBIAN/"
printf '/etc/waybill/waybill.conf\n' >"$stage/DEBIAN/conffiles"
(cd "$stage" && find usr lib -type f -print0 | sort -z | xargs -0 md5sum) >"$stage/DEBIAN/md5sums"
cat >"$stage/DEBIAN/control" <<TEXT
Package: waybill
Version: $version
Architecture: $architecture
Maintainer: $by
Installed-Size: $(du -sk --exclude=DEBIAN "$stage" | cut -f1)
Depends: ${libraries#shlibs:Depends=}, adduser, init-system-helpers (>= 1.51)
Recommends: ca-certificates
Suggests: nginx
Section: web
Priority: optional
Description: self-hosted import engine
 People and programs hand it files: bookmarks, URLs, tables row by row, contacts. It carries every record into its
 collection, or says exactly why it did not. Each change is an event in an append-only log. Server and command line are
 both waybill; its data are one directory.
TEXT
chmod -R u=rwX,go=rX "$stage"
package=$into/waybill_${version}_$architecture.deb
dpkg-deb --root-owner-group --build "$stage" "$package" >/dev/null
rm -rf "$stage" "$into/debian" "$into/shlibdeps.log"
printf '%s\n' "$package"
