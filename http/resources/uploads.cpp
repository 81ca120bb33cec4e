#include <algorithm>
#include <map>

#include "http/file_name.hpp"
#include "http/json_body.hpp"
#include "http/multipart.hpp"
#include "http/resources/owned.hpp"
#include "http/resources/pages.hpp"
#include "http/resources/resources.hpp"
#include "http/resources/resources_of_files.hpp"
#include "http/resources/submitting.hpp"

namespace waybill::http {
namespace {

constexpr std::size_t field_limit_bytes = 65'536;
constexpr std::size_t piece_bytes = 65'536;
// Boundaries, heads of parts and fields may take this much beside the file.
constexpr std::uint64_t form_overhead_bytes = 6 * field_limit_bytes;
constexpr std::string_view known_fields[] = {"kind", "format", "on_duplicate", "options", "project"};

auto refused(errc code, std::string why) -> error { return {code, std::move(why), {}}; }

auto too_large(std::uint64_t limit) -> error {
  return refused(errc::too_large,
                 "The file is larger than the limit of " + std::to_string(limit) + " bytes.");
}

/// Takes the parts of the form as they come: the file to the disk, the fields to memory.
class upload_form {
 public:
  upload_form(context& asks, request& call, std::uint64_t limit) : asks_(asks), call_(call), limit_(limit) {}

  auto begin(const part_head& part) -> result<done> {
    at_ = part.name;
    if (at_ == "file") {
      if (has_file_) return refused(errc::bad_value, "There is more than one file.");
      has_file_ = true;
      name_ = shown_name(part.filename.value_or(""));
      return begin_file();
    }
    if (std::ranges::find(known_fields, at_) == std::end(known_fields))
      return refused(errc::unknown_field, "There is no field '" + at_.substr(0, 64) + "' here.");
    if (!fields.try_emplace(at_).second)
      return refused(errc::bad_value, "The field '" + at_ + "' stands more than once.");
    return done{};
  }
  auto bytes(std::string_view piece) -> result<done> {
    if (at_ == "file") {
      size_ += piece.size();
      if (size_ > limit_) return too_large(limit_);
      return to_->write(piece);
    }
    auto& value = fields[at_];
    if (value.size() + piece.size() > field_limit_bytes)
      return refused(errc::bad_value, "The field '" + at_ + "' is longer than 65536 bytes.");
    value.append(piece);
    return done{};
  }

  [[nodiscard]] auto field(const std::string& name, const std::string& otherwise) const -> std::string {
    const auto at = fields.find(name);
    return at == fields.end() ? otherwise : at->second;
  }
  [[nodiscard]] auto size() const -> std::uint64_t { return size_; }
  /// All fields are there.
  auto finish() -> result<uploaded_file> {
    if (!has_file_) return refused(errc::missing_file, "The form holds no part named 'file'.");
    if (auto fine = may_bring(); !fine) return std::move(fine).why();
    to_->give_to(owner());
    return to_->finish(name_);
  }
  /// Whose the import is going to be.
  [[nodiscard]] auto owner() const -> owner_id {
    const auto project = fields.find("project");
    return project == fields.end() ? owner_id{call_.who->user} : owner_id{project_id{project->second}};
  }
  /// Who is no member any more, or never was, brings nothing. Errors: not_found, forbidden.
  [[nodiscard]] auto may_bring() const -> result<done> {
    const auto project = fields.find("project");
    const auto whose =
        receiver_of(asks_, call_, project == fields.end() ? std::nullopt : std::optional(project->second));
    return whose ? result<done>{done{}} : result<done>{whose.why()};
  }
  auto give() -> std::unique_ptr<upload> { return std::move(to_); }

  std::map<std::string, std::string> fields;

 private:
  /// Fields that stand behind the file are not known yet: without any before it, so is its owner.
  auto begin_file() -> result<done> {
    if (auto fine = may_bring(); !fine) return fine;
    if (auto held = hold_role(asks_, call_, owner(), member_role::editor); !held) return held;
    auto begun = asks_.core.imports().begin_upload({call_.who->user, fields.empty() ? owner_id{} : owner()});
    if (!begun) return std::move(begun).why();
    to_ = std::move(*begun);
    to_->expect(field("kind", ""));
    return done{};
  }

  context& asks_;
  request& call_;
  std::unique_ptr<upload> to_;
  std::uint64_t limit_;
  std::string at_;
  std::string name_;
  std::uint64_t size_ = 0;
  bool has_file_ = false;
};

/// The body names a file, instead of holding it.
auto is_json(const request& call) -> bool {
  const auto type = call.header("content-type").value_or("");
  const auto name = type.substr(0, type.find(';'));
  return same_name(name.substr(0, name.find_last_not_of(' ') + 1), "application/json");
}

auto check_head(const request& call, std::uint64_t limit) -> result<std::string> {
  if (auto plain = expect_plain_body(call); !plain) return std::move(plain).why();
  auto boundary = boundary_of(call.header("content-type").value_or(""));
  if (!boundary) return refused(errc::bad_request, "The body has to be multipart/form-data with a boundary.");
  if (call.body->announced_bytes().value_or(0) > limit + form_overhead_bytes) return too_large(limit);
  return std::move(*boundary);
}

auto read_form(request& call, const std::string& boundary, std::uint64_t limit, upload_form& form)
    -> result<done> {
  multipart_reader reader{boundary,
                          {[&](const part_head& part) { return form.begin(part); },
                           [&](std::string_view piece) { return form.bytes(piece); }, [] { return done{}; }}};
  const auto piece = std::make_unique<char[]>(piece_bytes);
  // What comes in chunks announces no size, and behind the last boundary anything may stand.
  for (std::uint64_t total = 0;;) {
    auto got = call.body->read(piece.get(), piece_bytes);
    if (!got) return std::move(got).why();
    if (*got == 0) break;
    total += *got;
    if (total > limit + form_overhead_bytes) return too_large(limit);
    if (auto fed = reader.feed({piece.get(), *got}); !fed) return fed;
  }
  if (!reader.complete()) return refused(errc::bad_request, "The form ends without its closing boundary.");
  return done{};
}

auto options_of(const upload_form& form) -> result<std::string> {
  auto options = parse_object(form.field("options", "{}"));
  if (!options && options.why().code == errc::bad_value) return std::move(options).why();
  if (!options) return refused(errc::bad_value, "The field 'options' has to be a JSON object.");
  const auto field = form.fields.find("on_duplicate");
  if (field != form.fields.end())
    if (auto fine = say_on_duplicate(*options, field->second); !fine) return std::move(fine).why();
  return text_of_options(*options);
}

auto submission_of(const upload_form& form, std::string key, const caller& who) -> result<submission> {
  auto options = options_of(form);
  if (!options) return std::move(options).why();
  return submission{form.field("kind", ""), form.field("format", "auto"),
                    std::move(*options),    std::move(key),
                    who.username,           who.may};
}

}  // namespace

auto submit_upload(context& asks, request& call) -> result<answer> {
  if (is_json(call)) return submit_stored_file(asks, call);
  const auto limit = asks.config.imports_file_limit_bytes;
  auto boundary = check_head(call, limit);
  if (!boundary) return std::move(boundary).why();
  auto key = idempotency_key_of(call);
  if (!key) return std::move(key).why();
  upload_form form{asks, call, limit};
  if (auto read = read_form(call, *boundary, limit, form); !read) {
    // Who lost the role is told so, and not that something broke.
    if (auto fine = form.may_bring(); !fine && call.line->is_cut()) return std::move(fine).why();
    return std::move(read).why();
  }
  auto what = submission_of(form, std::move(*key), *call.who);
  if (!what) return std::move(what).why();
  auto file = form.finish();
  if (!file) return std::move(file).why();
  if (auto fine = form.may_bring(); !fine) return std::move(fine).why();
  if (call.line->is_cut()) return right_is_gone();
  auto accepted = asks.core.imports().submit({call.who->user, form.owner()}, *what, form.give(), *file);
  if (!accepted) return std::move(accepted).why();
  asks.numbers.count_upload(form.size());
  auto out = import_answer(asks, 202, accepted->import);
  say_accepted(*accepted, out);
  return out;
}

}  // namespace waybill::http
