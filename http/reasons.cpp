#include "http/reasons.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "http/kinds/room.hpp"
#include "http/reasons_of_accounts.hpp"
#include "http/reasons_of_files.hpp"
#include "http/reasons_of_reviews.hpp"

namespace waybill::http {
namespace {

constexpr auto common = std::to_array<reason_words>({
    {"empty_document", "The document is empty."},
    {"ends_in_string", "The document ends inside a string."},
    {"ends_in_object", "The document ends inside an object."},
    {"ends_in_array", "The document ends inside an array."},
    {"ends_in_value", "The document ends inside a value."},
    {"too_deep", "The document is nested deeper than 1,000."},
    {"control_character", "A control character inside a string must be escaped."},
    {"not_utf8", "The text is not UTF-8."},
    {"colon_expected", "Unexpected {found}: ':' was expected behind a key."},
    {"end_expected", "Unexpected {found}: the document has ended."},
    {"value_expected", "Unexpected {found}: a value was expected."},
    {"key_expected", "Unexpected {found}: a key in double quotes was expected."},
    {"comma_or_brace_expected", "Unexpected {found}: ',' or '}' was expected."},
    {"comma_or_bracket_expected", "Unexpected {found}: ',' or ']' was expected."},
    {"escape_expected", "Unexpected {found}: an escape was expected behind '\\'."},
    {"hex_expected", "Unexpected {found}: four hexadecimal digits were expected behind '\\u'."},
    {"mark_or_value_expected", "Unexpected {found}: a byte order mark or a value was expected."},
    {"literal_expected", "Unexpected {found}: true, false or null was expected."},
    {"digit_expected", "Unexpected {found}: a digit was expected."},
    {"document_unreadable", "The document cannot be read: {why}."},
    {"context_missing", "There is no @context, so this is no ActivityStreams document."},
    {"context_other", "The @context does not name https://www.w3.org/ns/activitystreams."},
    {"type_missing", "The root has no type; it must be {types}."},
    {"type_is_no_text", "The root's type is {kind}, not {types}."},
    {"type_other", "The root's type is \"{type}\", not {types}."},
    {"list_is_other", "There is no list of items: {key} is {kind}."},
    {"list_missing", "There is no list of items: neither items nor orderedItems."},
    {"first_page_elsewhere",
     "There is no list of items in this document: its first page is another one, which has to be imported "
     "itself."},
    {"wide_encoding", "The document is {encoding}; UTF-8 is expected."},
    {"root_is_other", "The root is {kind}, not an object."},
    {"format_is_other", "The file is of the format '{found_format}', not '{format}'."},
    {"gzip_unreadable", "The gzip file cannot be unpacked."},
    {"gzip_cut", "The gzip file ends in the middle."},
    {"gzip_damaged", "The gzip file is damaged."},
    {"grows_too_much", "The file grows beyond 200 times its size, or beyond 8 GiB, when it is unpacked."},
    {"zip_damaged", "The ZIP is damaged."},
    {"zip_many", "The ZIP holds more than 60,000 files."},
    {"zip_entry_unreadable", "The file {name} in the ZIP cannot be read: {why}"},
    {"zip_entry_damaged", "The file {name} in the ZIP cannot be unpacked."},
    {"xml_ends", "The XML ends before it is whole."},
    {"xml_ends_in_tag", "The XML ends inside a tag."},
    {"xml_character", "A character stands where XML allows none."},
    {"xml_tags_cross", "A tag is closed that is not the one that is open."},
    {"xml_attribute_twice", "A tag has the same attribute twice."},
    {"xml_goes_on", "Something stands behind the end of the XML."},
    {"xml_entity", "An entity is used that XML does not have."},
    {"xml_encoding", "The encoding that the XML names is not one that is read; UTF-8 is expected."},
    {"xml_not", "The file is no XML."},
    {"xml_document_type", "The XML has a document type, which is never read."},
    {"xml_too_deep", "The XML is nested deeper than 100."},
    {"xml_long_tag", "A tag or comment of the XML is longer than 1 MiB."},
    {"xml_names", "The XML has more names than are read."},
    {"xml_no_sitemap", "The XML is no sitemap."},
    {"format_unknown", "The format '{format}' is not known; try 'auto'."},
    {"kind_unknown", "There is no kind of import '{name}'; there is: {kinds}."},
    {"kind_switched_off", "Imports of the kind '{name}' are switched off here."},
    {"file_too_large", "The file is larger than the limit of {bytes} bytes."},
    {"file_is_empty", "The file is empty."},
    {"too_many", "The file holds {n} records; at most {limit} are allowed."},
    {"file_changed_since_check", "The stored file is no longer what was checked before."},
    {"file_changed_since_reading", "The stored file is no longer what was checked."},
    {"file_changed_since_upload", "The stored file is no longer what was uploaded."},
    {"file_ends_early", "The stored file ends before its last record."},
    {"reading_ended", "Reading the file ended unexpectedly."},
    {"being_completed", "All records of the import have their outcome; it is being completed."},
    {"import_died", "The import ended unexpectedly {n} times."},
    {"kind_unfit", "Imports of this kind are not known here."},
    {"log_silent", "The log does not answer."},
    {"store_silent", "The store does not answer."},
    {"no_room_for_file", "There is no room left for the file."},
    {"right_is_gone", "The credentials that this was begun with are no longer valid."},
    {"over_quota_of_bytes",
     "You keep {used} bytes; with {wanted} more, the limit of {limit} would be passed."},
    {"over_quota_of_records",
     "You keep {used} records; with {wanted} more, the limit of {limit} would be passed."},
    // As older events tell it.
    {"quota_of_bytes", "You keep {used} bytes; at most {limit} are allowed."},
    {"quota_of_records", "You keep {used} records; at most {limit} are allowed."},
    {"no_room_on_disk", "There is no room left on the disk."},
    {"other_site", "Signing in from another site is not possible."},
    {"other_origin", "A change by cookie has to come from this site: Origin names another one."},
    {"csrf_needed", "A change by cookie needs the header X-CSRF-Token of this session."},
    {"no_project", "There is no such project."},
    {"settings_stay",
     "Something was imported into this project by its settings already; they stay as they are."},
    {"no_settings", "Imports of this kind have no settings in a project."},
    {"no_kind_here", "There is no such kind of import."},
    {"last_manager", "A project has at least one manager who can sign in; make another one first."},
    {"no_member", "This user is no member of the project."},
    {"project_name_differs", "To delete a project, its name has to be given exactly as it is."},
    {"members_full", "A project has at most {n} members."},
    {"project_name_rule", "A project's name has 1 to 100 characters that can be seen."},
    {"role_needed", "This takes the role {role} in the project; you are its {own}."},
    {"project_name_taken", "You have a project of that name already."},
    {"project_name_of_maker", "Who made this project has another one of that name already."},
    {"projects_full", "Nobody makes more than {n} projects; delete one first."},
    {"project_at_work", "An import of this project is at work; pause or cancel it first."},
    {"kind_of_users", "Imports of '{name}' are a user's own; they cannot be in a project."},
    {"kind_of_projects", "Imports of '{name}' are in a project; say which in the field 'project'."},
    {"display_name_rule", "A display name has 1 to 100 characters that can be seen."},
    {"email_rule", "That is no address for mail: one like name@example.org has at most 254 bytes."},
    {"projects_of_administrators", "Only administrators make projects here."},
    {"no_user", "There is no user of that name."},
    {"member_role_rule", "The field 'role' is viewer, editor or manager."},
    {"owner_or_project", "The parameters 'owner' and 'project' do not stand together."},
    {"day_rule", "The parameter 'day' is a day: 2026-01-31."},
    {"key_of_other_project", "This Idempotency-Key was used with another project."},
    {"no_import", "There is no such import."},
    {"no_record", "There is no such record."},
    {"no_file", "There is no such file."},
    {"nothing_here", "There is nothing here."},
    {"imports_waiting", "Too many imports are waiting already; try again later."},
    {"draining", "The server takes no new imports at the moment; try again later."},
    {"own_imports_waiting", "Too many of your imports are waiting already; try again later."},
    {"streams_open", "Too many progress streams are open; please try again in {n} seconds."},
    {"step_impossible",
     "The import is {status}; only a {statuses} import can {verb}. Possible now: {possible}."},
    {"records_left", "Not every record has an outcome yet."},
    {"key_of_other_file", "This Idempotency-Key was used with another file."},
    {"key_rule", "Idempotency-Key has 1 to 255 printable characters of UTF-8."},
    {"options_no_object", "The field 'options' has to be a JSON object."},
    {"options_not_object", "'options' must be a JSON object."},
    {"duplicates_disagree", "The field 'on_duplicate' and the options do not agree."},
    {"foreign_cursor", "The cursor was not given out by this list."},
    {"limit_rule", "The parameter 'limit' is a number from 1 to 100."},
    {"outcome_rule", "The parameter 'outcome' is created, updated, skipped or failed."},
    {"status_rule",
     "The parameter 'status' is pending, parsing, ready, processing, paused, completed, failed or "
     "cancelled."},
    {"detail_rule", "The parameter 'detail' is all or steps."},
    {"parameter_unknown", "There is no parameter '{name}' here."},
    {"parameter_twice", "The parameter '{name}' stands more than once."},
    {"field_unknown", "There is no field '{name}' here."},
    {"field_twice", "The field '{name}' stands more than once."},
    {"field_too_long", "The field '{name}' is longer than 65536 bytes."},
    {"field_needed", "The field '{name}' has to be there, and to be text."},
    {"files_many", "There is more than one file."},
    {"no_file_part", "The form holds no part named 'file'."},
    {"multipart_needed", "The body has to be multipart/form-data with a boundary."},
    {"form_beginning", "The form does not begin with its boundary."},
    {"form_line_end", "A boundary of the form is not followed by the end of its line."},
    {"form_part_head", "The head of a part of the form is too long."},
    {"form_part_name", "A part of the form does not say its name."},
    {"form_end", "The form ends without its closing boundary."},
    {"encoded_body", "A body must come plain, without Content-Encoding."},
    {"body_too_long", "The body is longer than {bytes} bytes."},
    {"body_too_deep", "The JSON is nested deeper than 64 levels."},
    {"body_no_json", "The text is no JSON."},
    {"body_no_object", "The JSON is no object."},
    {"body_on_page", "A page takes no body."},
    {"body_cut", "The connection ended before the body did."},
    {"body_line_long", "A line between the body's chunks is too long."},
    {"body_line_end", "A line between the body's chunks does not end with CR LF."},
    {"body_chunk_size", "A chunk's size is no number."},
    {"body_chunk_long", "A chunk is longer than it says."},
    {"body_trailers", "The body's trailers are too long."},
    {"body_broken", "The body is broken."},
    {"body_slow", "The body came too slowly."},
    {"body_pieces", "The body is not whole, or comes in too many pieces."},
    {"connection_broke", "The connection broke before the body was complete."},
    {"request_slow", "The request did not come in time."},
    {"head_too_long", "The request's head is longer than {bytes} bytes."},
    {"method_not_here", "This can only be asked by {methods}."},
    {"method_unknown", "The server does not know this method."},
    {"method_broken", "The request's method is no method."},
    {"request_line", "The request line has not three parts."},
    {"http_version", "The server speaks HTTP/1.1."},
    {"target_characters", "The request's target holds what a target may not hold."},
    {"target_too_long", "The request's target is longer than 8000 bytes."},
    {"target_escapes", "The target's percent-encoding is broken."},
    {"target_not_utf8", "The target is not UTF-8."},
    {"target_nul", "The target holds a NUL."},
    {"target_path", "The request's target has no path."},
    {"header_name", "A header's name is no name."},
    {"header_value", "A header's value holds a control character."},
    {"headers_many", "There are more than 100 headers."},
    {"host_rule", "The header Host names no host."},
    {"host_header", "A request has one Host header."},
    {"head_line_end", "A line of the request's head does not end with CR LF."},
    {"length_number", "Content-Length is no number."},
    {"length_twice", "Content-Length stands more than once."},
    {"encoding_chunked", "Transfer-Encoding may only be chunked, once."},
    {"length_and_encoding", "Content-Length and Transfer-Encoding may not stand together."},
});

/// What there is to do, behind any of the sentences.
constexpr auto common_advice = std::to_array<reason_words>({
    {"unpack", "Unpack it, and send what is inside."},
    {"as_json", "Export it as JSON."},
});

auto with_those_of_rooms(std::span<const reason_words> shared, std::span<const reason_words> kind_room::*own)
    -> std::vector<reason_words> {
  std::vector<reason_words> all(shared.begin(), shared.end());
  for (const auto& room : kind_rooms()) all.insert(all.end(), (room.*own).begin(), (room.*own).end());
  return all;
}

auto is_digit(char c) -> bool { return c >= '0' && c <= '9'; }
auto is_number(std::string_view text) -> bool {
  return !text.empty() && text.size() < 16 && std::ranges::all_of(text, is_digit) &&
         (text.size() == 1 || text.front() != '0');
}

/// Placeholders for a number stands, and nothing else.
auto counts(std::string_view name) -> bool {
  return std::ranges::any_of(std::array{"n", "limit", "bytes", "used", "wanted"},
                             [name](const char* one) { return name == one; });
}

/// Placeholders for words of ours in a row: "GET, HEAD" or "failed or cancelled".
auto lists(std::string_view name) -> bool {
  return std::ranges::any_of(std::array{"types", "statuses", "methods", "possible"},
                             [name](const char* one) { return name == one; });
}

/// Each language puts its own word between them. "nothing" is none.
auto words_in(std::string_view row) -> std::vector<std::string_view> {
  constexpr std::string_view comma = ", ";
  constexpr std::string_view last = " or ";
  std::vector<std::string_view> words;
  while (!row.empty() && row != "nothing") {
    const auto end = std::min({row.find(comma), row.find(last), row.size()});
    words.push_back(row.substr(0, end));
    row.remove_prefix(end);
    row.remove_prefix(row.starts_with(comma) ? comma.size() : row.starts_with(last) ? last.size() : 0);
  }
  return words;
}

/// "an HTML page" is `html_page`; nothing when it is no such phrase.
auto kind_value(std::string_view phrase) -> std::optional<std::string> {
  if (phrase == "null") return "null";
  if (phrase == "plain text") return "plain_text";
  if (phrase.starts_with("an ")) {
    phrase.remove_prefix(3);
  } else if (phrase.starts_with("a ")) {
    phrase.remove_prefix(2);
  } else {
    return std::nullopt;
  }
  std::string word;
  for (const char c : phrase) {
    if (c == '"') return std::nullopt;
    word += std::isalnum(static_cast<unsigned char>(c)) != 0
                ? static_cast<char>(std::tolower(static_cast<unsigned char>(c)))
                : '_';
  }
  return word;
}

auto found_value(std::string_view phrase) -> std::optional<std::string> {
  constexpr std::string_view byte = "the byte ";
  if (phrase.starts_with(byte)) return std::string(phrase.substr(byte.size()));
  if (phrase.size() == 3 && phrase.front() == '\'' && phrase.back() == '\'') return std::string(1, phrase[1]);
  return std::nullopt;
}

auto value_of(std::string_view name, std::string_view text) -> std::optional<std::string> {
  if (text.empty()) return std::nullopt;
  if (name == "kind") return kind_value(text);
  if (name == "found") return found_value(text);
  if (counts(name) && !is_number(text)) return std::nullopt;
  return std::string(text);
}

/// Takes `literal` off the front of `rest`, or finds it further on: what stands before it is the value. The
/// last literal of a pattern ends the sentence, so that a value may hold it too.
auto value_before(std::string_view literal, bool last, std::string_view& rest)
    -> std::optional<std::string_view> {
  const auto at = literal.empty() ? rest.size()
                  : last          ? (rest.ends_with(literal) ? rest.size() - literal.size() : rest.npos)
                                  : rest.find(literal);
  if (at == std::string_view::npos) return std::nullopt;
  const auto value = rest.substr(0, at);
  rest.remove_prefix(at + literal.size());
  return value;
}

auto match(const reason_words& row, std::string_view rest) -> std::optional<reason> {
  auto pattern = row.sentence;
  const auto head = pattern.substr(0, pattern.find('{'));
  if (!rest.starts_with(head)) return std::nullopt;
  rest.remove_prefix(head.size());
  pattern.remove_prefix(head.size());
  reason found{row.name, {}};
  while (!pattern.empty()) {
    const auto end = pattern.find('}');
    const auto name = pattern.substr(1, end - 1);
    pattern.remove_prefix(end + 1);
    const auto literal = pattern.substr(0, pattern.find('{'));
    pattern.remove_prefix(literal.size());
    const auto text = value_before(literal, pattern.empty(), rest);
    auto value = text ? value_of(name, *text) : std::nullopt;
    if (!value) return std::nullopt;
    found.values.emplace_back(name, std::move(*value));
  }
  if (!rest.empty()) return std::nullopt;
  return found;
}

auto match_any(std::string_view sentence) -> std::optional<reason> {
  for (const auto& row : reasons())
    if (auto found = match(row, sentence)) return found;
  return std::nullopt;
}

/// Takes the advice, and the blank before it, off the end of `sentence`; null when there is none.
auto advice_behind(std::string_view& sentence) -> const reason_words* {
  for (const auto& one : advices()) {
    if (!sentence.ends_with(one.sentence)) continue;
    const auto before = sentence.substr(0, sentence.size() - one.sentence.size());
    if (!before.ends_with(". ")) continue;
    sentence = before.substr(0, before.size() - 1);
    return &one;
  }
  return nullptr;
}

}  // namespace

auto reasons() -> std::span<const reason_words> {
  static const auto all = [] {
    auto words = with_those_of_rooms(common, &kind_room::reasons);
    for (const auto more : {account_reasons(), file_reasons(), review_reasons()})
      words.insert(words.end(), more.begin(), more.end());
    return words;
  }();
  return all;
}

auto advices() -> std::span<const reason_words> {
  static const auto all = with_those_of_rooms(common_advice, &kind_room::advices);
  return all;
}

auto reason_of(std::string_view sentence) -> std::optional<reason> {
  const auto* const advice = advice_behind(sentence);
  auto found = match_any(sentence);
  if (found && advice != nullptr) found->values.emplace_back("advice", advice->name);
  return found;
}

void write_reason(json_text& to, std::string_view sentence) {
  const auto found = reason_of(sentence);
  if (!found) return;
  to.field("reason", found->name).key("values").begin_object();
  for (const auto& [name, value] : found->values) {
    to.key(name);
    if (counts(name)) {
      to.raw(value);
    } else if (lists(name)) {
      to.begin_list();
      for (const auto word : words_in(value)) to.value(word);
      to.end_list();
    } else {
      to.value(value);
    }
  }
  to.end_object();
}

}  // namespace waybill::http
