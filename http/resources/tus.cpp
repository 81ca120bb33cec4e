// Resumable uploads by the protocol tus 1.0.0 (https://tus.io/protocols/resumable-upload): creation,
// creation-with-upload, checksum, expiration, termination.
#include <sodium.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <memory>

#include "actors/file_desk.hpp"
#include "events/hash.hpp"
#include "events/sha1.hpp"
#include "http/faults.hpp"
#include "http/file_name.hpp"
#include "http/resources/owned.hpp"
#include "http/resources/pages.hpp"
#include "http/resources/resources_of_files.hpp"
#include "http/resources/submitting.hpp"
#include "http/shape_parts.hpp"

namespace waybill::http {
namespace {

constexpr std::string_view version = "1.0.0";
constexpr std::string_view piece_type = "application/offset+octet-stream";
/// Of the protocol: no status of HTTP says it.
constexpr int checksum_mismatch = 460;

auto bad_value(std::string why) -> error { return {errc::bad_value, std::move(why), {}}; }

auto number_of(std::string_view text) -> std::optional<std::uint64_t> {
  std::uint64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, failed] = std::from_chars(text.data(), end, number);
  if (text.empty() || failed != std::errc{} || stop != end) return std::nullopt;
  return number;
}

auto decoded(std::string_view base64) -> std::optional<std::string> {
  std::string out(base64.size(), '\0');
  std::size_t size = 0;
  if (::sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), base64.data(),
                          base64.size(), nullptr, &size, nullptr, sodium_base64_VARIANT_ORIGINAL) != 0)
    return std::nullopt;
  out.resize(size);
  return out;
}

/// As HTTP writes times. Source: RFC 9110, 5.6.7.
auto http_date(instant at) -> std::string {
  const auto seconds = static_cast<std::time_t>(at.us / 1'000'000);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 40> text{};
  std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return text.data();
}

/// `Upload-Metadata`: pairs of a key and a value in base 64, or keys alone.
auto metadata_of(std::string_view header) -> result<std::vector<std::pair<std::string, std::string>>> {
  const auto wrong = [] { return bad_value("Upload-Metadata is a list of keys with values in base 64."); };
  std::vector<std::pair<std::string, std::string>> all;
  while (!header.empty()) {
    auto pair = header.substr(0, header.find(','));
    header.remove_prefix(std::min(pair.size() + 1, header.size()));
    pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
    const auto key = pair.substr(0, pair.find(' '));
    auto value = decoded(pair.size() > key.size() ? pair.substr(key.size() + 1) : std::string_view{});
    const auto is_same = [&](const auto& one) { return one.first == key; };
    if (key.empty() || !value || std::ranges::any_of(all, is_same)) return wrong();
    all.emplace_back(key, std::move(*value));
  }
  return all;
}

auto resumable_of(const request& call) -> result<resumable_wish> {
  if (call.header("upload-defer-length") || call.header("upload-concat"))
    return bad_value("Upload-Defer-Length and Upload-Concat are not known here.");
  const auto length = number_of(call.header("upload-length").value_or(""));
  if (!length) return bad_value("Upload-Length is a number of bytes, and has to be there.");
  resumable_wish wish{*length, {shown_name(""), "application/octet-stream", "upload", {}}, {}};
  wish.metadata = call.header("upload-metadata").value_or("");
  const auto pairs = metadata_of(wish.metadata);
  if (!pairs) return pairs.why();
  for (const auto& [key, value] : *pairs) {
    if (key == "filename" || key == "name") wish.file.name = shown_name(value);
    if ((key == "filetype" || key == "type") && is_media_type(value)) wish.file.type = value;
    if (key == "purpose" && is_purpose(value)) wish.file.purpose = value;
  }
  return wish;
}

/// What the bytes of a piece have to be.
class piece_checksum {
 public:
  /// Errors: bad_value.
  auto expect(const request& call) -> result<done> {
    const auto said = call.header("upload-checksum");
    if (!said) return done{};
    const auto name = said->substr(0, said->find(' '));
    auto value = name.size() < said->size() ? decoded(said->substr(name.size() + 1)) : std::nullopt;
    by_sha256_ = name == "sha256";
    const std::size_t size = by_sha256_ ? sizeof(digest) : 20;
    if ((name != "sha1" && !by_sha256_) || !value || value->size() != size)
      return bad_value("Upload-Checksum is sha1 or sha256, and the hash in base 64.");
    expected_ = std::move(*value);
    return done{};
  }
  void update(std::string_view bytes) {
    if (expected_) by_sha256_ ? sha256_.update(bytes) : sha1_.update(bytes);
  }
  [[nodiscard]] auto is_expected() const -> bool { return expected_.has_value(); }
  auto fits() -> bool {
    if (!expected_) return true;
    if (!by_sha256_) return sha1_.finish() == *expected_;
    const auto made = sha256_.finish();
    return std::string_view(reinterpret_cast<const char*>(made.data()), made.size()) == *expected_;
  }

 private:
  std::optional<std::string> expected_;
  bool by_sha256_ = false;
  sha256 sha256_;
  sha1 sha1_;
};

auto has_body(const request& call) -> bool { return call.body->announced_bytes().value_or(1) > 0; }

/// Ends with the file. Errors: not_found.
auto hold_file(const context& asks, request& call, const std::string& token) -> result<done> {
  auto held = asks.core.files().hold(token, [raw = call.line.get()] { raw->cut(); });
  if (!held) return std::move(held).why();
  call.line->keep(std::move(*held));
  return done{};
}

/// The body of the call goes on where the upload stands.
auto take_piece(context& asks, request& call, const kept_file& file, std::uint64_t offset)
    -> result<kept_file> {
  if (call.header("content-type").value_or("") != piece_type)
    return {errc::unsupported_type, "A piece comes as application/offset+octet-stream."};
  if (auto plain = expect_plain_body(call); !plain) return std::move(plain).why();
  piece_checksum checksum;
  if (auto fine = checksum.expect(call); !fine) return std::move(fine).why();
  auto& files = asks.core.files();
  if (auto held = hold_file(asks, call, file.file_token); !held) return std::move(held).why();
  auto to = files.begin_piece(call.who->user, file.state.id,
                              {offset, call.body->announced_bytes(), checksum.is_expected()});
  if (!to) return std::move(to).why();
  auto passed = pass_body(call, [&](std::string_view bytes) {
    checksum.update(bytes);
    return (*to)->write(bytes);
  });
  // Whose upload is ended is told so, and not that the credential is gone.
  if (call.line->is_cut())
    if (auto still = files.hold(file.file_token, [] {}); !still) return std::move(still).why();
  if (!passed) return std::move(passed).why();
  if (call.line->is_cut()) return right_is_gone();
  if (!checksum.fits())
    return {errc::checksum_mismatch, "What came is not what the checksum says, so it is not kept."};
  return (*to)->finish();
}

void say_offset(const kept_file& file, answer& out) {
  const bool whole = !file.state.path.empty();
  out.headers.emplace_back("Upload-Offset", std::to_string(file.state.offset));
  if (whole)
    out.headers.emplace_back("Upload-File-Id", file.state.id.value);
  else
    out.headers.emplace_back("Upload-Expires", http_date(file.expires_at));
}

/// Whoever speaks the protocol hears so in each answer.
auto in_protocol(request& call, result<answer> went) -> result<answer> {
  if (!went && went.why().code == errc::checksum_mismatch && call.method != "DELETE")
    went = problem(checksum_mismatch, went.why());
  else if (!went && words_of(went.why().code).status < 500)
    went = problem(went.why());
  if (went) went->headers.emplace_back("Tus-Resumable", version);
  return went;
}

auto speaks(const request& call) -> bool { return call.header("tus-resumable") == version; }

auto other_version() -> answer {
  auto out = problem({errc::unsupported_version, "The header Tus-Resumable has to be 1.0.0.", {}});
  out.headers.emplace_back("Tus-Version", version);
  out.headers.emplace_back("Tus-Resumable", version);
  return out;
}

auto find_upload(const context& asks, const request& call) -> result<kept_file> {
  auto file = asks.core.files().get(call.who->user, {call.captured[0]});
  if (file && !file->state.resumable) return {errc::not_found, "There is no such upload."};
  if (!file && file.why().code == errc::not_found) return {errc::not_found, "There is no such upload."};
  return file;
}

auto create(context& asks, request& call) -> result<answer> {
  const auto wish = resumable_of(call);
  if (!wish) return wish.why();
  auto& files = asks.core.files();
  auto file = files.begin_resumable(*call.who, *wish);
  if (!file) return std::move(file).why();
  if (has_body(call)) {
    auto taken = take_piece(asks, call, *file, 0);
    if (!taken) {
      // Nobody hears where it is.
      static_cast<void>(files.remove(call.who->user, file->state.id));
      return std::move(taken).why();
    }
    file = std::move(taken);
  }
  answer out;
  out.status = 201;
  out.headers.emplace_back("Location", "/api/v1/uploads/" + file->state.id.value);
  say_offset(*file, out);
  return out;
}

auto go_on(context& asks, request& call) -> result<answer> {
  const auto offset = number_of(call.header("upload-offset").value_or(""));
  if (!offset) return bad_value("Upload-Offset is a number of bytes, and has to be there.");
  auto file = find_upload(asks, call);
  if (!file) return std::move(file).why();
  const bool asks_again = !file->state.path.empty() && *offset == file->state.offset && !has_body(call);
  if (!asks_again) file = take_piece(asks, call, *file, *offset);
  if (!file) return std::move(file).why();
  if (!file->state.path.empty() && !asks_again) asks.numbers.count_upload(file->state.length);
  auto out = nothing_to_say();
  say_offset(*file, out);
  return out;
}

auto end_upload(context& asks, request& call) -> result<answer> {
  if (auto file = find_upload(asks, call); !file) return std::move(file).why();
  if (auto gone = asks.core.files().remove(call.who->user, {call.captured[0]}); !gone)
    return std::move(gone).why();
  return nothing_to_say();
}

}  // namespace

auto describe_uploads(context& asks, request& /*call*/) -> result<answer> {
  auto out = nothing_to_say();
  out.headers = {{"Tus-Resumable", std::string(version)},
                 {"Tus-Version", std::string(version)},
                 {"Tus-Extension", "creation,creation-with-upload,checksum,expiration,termination"},
                 {"Tus-Max-Size", std::to_string(asks.config.imports_file_limit_bytes)},
                 {"Tus-Checksum-Algorithm", "sha1,sha256"}};
  return out;
}

auto create_upload(context& asks, request& call) -> result<answer> {
  if (!speaks(call)) return other_version();
  return in_protocol(call, create(asks, call));
}

auto go_on_with_upload(context& asks, request& call) -> result<answer> {
  if (!speaks(call)) return other_version();
  return in_protocol(call, go_on(asks, call));
}

auto remove_upload(context& asks, request& call) -> result<answer> {
  if (!speaks(call)) return other_version();
  return in_protocol(call, end_upload(asks, call));
}

auto change_upload(context& asks, request& call) -> result<answer> {
  const auto meant = call.header("x-http-method-override").value_or("");
  if (meant == "PATCH") return go_on_with_upload(asks, call);
  if (meant == "DELETE") return remove_upload(asks, call);
  return bad_value("The header X-HTTP-Method-Override is PATCH or DELETE.");
}

auto get_upload(context& asks, request& call) -> result<answer> {
  if (call.method == "HEAD" && !speaks(call)) return other_version();
  const auto file = find_upload(asks, call);
  if (!file) return in_protocol(call, file.why());
  const auto& state = file->state;
  auto out = object_answer(200, [&](json_text& to) {
    to.field("id", state.id.value).field("name", state.name);
    to.field("offset", state.offset).field("length", state.length);
    write_text_or_null(to, "file_id", state.path.empty() ? std::string() : state.id.value);
    to.field("expires_at", to_rfc3339_ms(file->expires_at));
  });
  say_offset(*file, out);
  out.headers.emplace_back("Upload-Length", std::to_string(state.length));
  if (!state.metadata.empty()) out.headers.emplace_back("Upload-Metadata", state.metadata);
  return in_protocol(call, std::move(out));
}

}  // namespace waybill::http
