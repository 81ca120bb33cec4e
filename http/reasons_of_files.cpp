#include "http/reasons_of_files.hpp"

#include <array>

namespace waybill::http {
namespace {

constexpr auto of_files = std::to_array<reason_words>({
    {"files_waiting", "At most {limit} of your files may wait for their import; delete one first."},
    {"signature_unfit",
     "The signature does not fit: an address is for one file, by PUT, with the Content-Type that was "
     "announced."},
    {"address_over", "The time of this address is over; announce the file anew."},
    {"file_not_whole", "The file's bytes have not all come yet."},
    {"file_gone", "The uploaded file is no longer there."},
    {"file_unreadable", "The uploaded file cannot be read now."},
    {"size_differs", "What came is not as long as is said, so it is not kept."},
    {"confirmed_before", "What came is not what is said now; it was confirmed before, and stays."},
    {"checksum_differs", "What came is not what the checksum says, so it is not kept."},
    {"file_is_imports", "An import has taken this file; deleting the import removes it."},
    {"file_taken", "An import has taken this file; upload it anew for another one."},
    {"file_unconfirmed", "The file is not confirmed yet."},
    {"file_here_already", "The file has been uploaded already."},
    {"file_comes_now", "The file is being uploaded just now."},
    {"file_type_rule", "The field 'file_type' is a media type, as text/csv."},
    {"purpose_rule", "The field 'purpose' has 1 to 100 characters."},
    {"files_rule", "The field 'files' is a list of 1 to {limit} files."},
    {"files_objects", "The field 'files' is a list of objects."},
    {"file_named_once", "A file is named by its 'file_token' or its 'file_id'."},
    {"checksum_rule", "The field 'checksum' is a SHA-256 in 64 hexadecimal digits."},
    {"size_rule", "The field 'size' is a number of bytes."},
    {"file_id_needed", "The field 'file_id' is missing: it names a confirmed file."},
    {"piece_too_long", "The piece is longer than what is missing of the file."},
    {"piece_on_its_way", "Another piece of this upload is on its way."},
    {"piece_elsewhere", "The upload stands at byte {offset}."},
    {"upload_unknown", "There is no such upload."},
    {"upload_metadata", "Upload-Metadata is a list of keys with values in base 64."},
    {"upload_extensions", "Upload-Defer-Length and Upload-Concat are not known here."},
    {"upload_length", "Upload-Length is a number of bytes, and has to be there."},
    {"upload_offset", "Upload-Offset is a number of bytes, and has to be there."},
    {"upload_checksum", "Upload-Checksum is sha1 or sha256, and the hash in base 64."},
    {"upload_type", "A piece comes as application/offset+octet-stream."},
    {"upload_version", "The header Tus-Resumable has to be 1.0.0."},
    {"upload_override", "The header X-HTTP-Method-Override is PATCH or DELETE."},
    {"no_backup_folder", "No folder for backups is configured; see the setting backup.folder."},
    {"backup_runs", "A backup is being made; wait until it is finished."},
    {"upload_gone", "What came of this upload is no longer there; begin it anew."},
});

}  // namespace

auto file_reasons() -> std::span<const reason_words> { return of_files; }

}  // namespace waybill::http
