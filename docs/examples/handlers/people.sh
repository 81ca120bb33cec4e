#!/bin/sh
# Writes each row of people to a file of its own. The file's name is that of the row, so a row that comes
# again writes the same file again.
set -eu
mkdir -p people
while IFS= read -r line; do
  case $line in
    '{"begin"'* | '{"end"'*) echo '{"ok":true}' ;;
    *)
      name=$(printf '%s' "$line" | jq -r '"\(.import_id)-\(.row_index)"')
      if printf '%s' "$line" | jq -e '.record.email | test("@")' > /dev/null; then
        printf '%s' "$line" | jq -c .record > "people/.$name"
        mv "people/.$name" "people/$name.json"
        printf '%s' "$line" | jq -c '{ok: true, row_index: .row_index}'
      else
        printf '%s' "$line" | jq -c '{ok: false, error: "Email is required", field: "email", row_index: .row_index}'
      fi
      ;;
  esac
done
