// Files in three steps: announced, uploaded by a signed address, confirmed by their hash.
#include <algorithm>
#include <charconv>
#include <memory>

#include "actors/file_desk.hpp"
#include "http/file_name.hpp"
#include "http/json_body.hpp"
#include "http/resources/owned.hpp"
#include "http/resources/pages.hpp"
#include "http/resources/resources_of_files.hpp"
#include "http/resources/submitting.hpp"
#include "http/shape_parts.hpp"

namespace waybill::http {
namespace {

using json = nlohmann::json;

constexpr std::size_t files_at_once = 100;

auto bad_value(std::string why) -> error { return {errc::bad_value, std::move(why), {}}; }

auto wish_of(const json& body) -> result<file_wish> {
  const auto name = text_of(body, "file_name");
  if (!name) return name.why();
  auto type = text_of(body, "file_type");
  if (!type) return std::move(type).why();
  auto purpose = text_of(body, "purpose");
  if (!purpose) return std::move(purpose).why();
  if (!is_media_type(*type)) return bad_value("The field 'file_type' is a media type, as text/csv.");
  if (!is_purpose(*purpose)) return bad_value("The field 'purpose' has 1 to 100 characters.");
  file_wish wish{shown_name(*name), std::move(*type), std::move(*purpose)};
  if (!body.contains("project") || body["project"].is_null()) return wish;
  auto project = text_of(body, "project");
  if (!project) return std::move(project).why();
  wish.project = std::move(*project);
  return wish;
}

/// What everybody is told of a file.
void write_fields(json_text& to, const kept_file& file) {
  const auto& state = file.state;
  const bool whole = !state.path.empty();
  to.field("id", state.id.value).field("name", state.name);
  to.key("size_bytes");
  whole ? to.value(state.length) : to.null();
  to.key("sha256");
  whole ? to.value(to_hex(state.sha256)) : to.null();
  to.field("purpose", state.purpose).field("created_at", to_rfc3339_ms(state.created_at));
}

auto proof_of(const json& one) -> result<file_proof> {
  if (!one.is_object()) return bad_value("The field 'files' is a list of objects.");
  for (const auto& [key, value] : one.items())
    if (key != "file_token" && key != "file_id" && key != "checksum" && key != "size")
      return {errc::unknown_field, "There is no field '" + key.substr(0, 64) + "' here."};
  if (one.contains("file_token") == one.contains("file_id"))
    return bad_value("A file is named by its 'file_token' or its 'file_id'.");
  file_proof proof;
  auto named = text_of(one, one.contains("file_id") ? "file_id" : "file_token");
  if (!named) return std::move(named).why();
  proof.named = std::move(*named);
  auto checksum = text_of(one, "checksum");
  if (!checksum) return std::move(checksum).why();
  std::ranges::transform(*checksum, checksum->begin(),
                         [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c | 0x20) : c; });
  if (!from_hex(*checksum, proof.sha256))
    return bad_value("The field 'checksum' is a SHA-256 in 64 hexadecimal digits.");
  if (!one.contains("size")) return proof;
  if (!one["size"].is_number_unsigned()) return bad_value("The field 'size' is a number of bytes.");
  proof.size = one["size"].get<std::uint64_t>();
  return proof;
}

auto proofs_of(const json& body) -> result<std::vector<file_proof>> {
  const auto list = body.find("files");
  if (list == body.end() || !list->is_array() || list->empty() || list->size() > files_at_once)
    return bad_value("The field 'files' is a list of 1 to " + std::to_string(files_at_once) + " files.");
  std::vector<file_proof> proofs;
  for (const auto& one : *list) {
    auto proof = proof_of(one);
    if (!proof) return std::move(proof).why();
    proofs.push_back(std::move(*proof));
  }
  return proofs;
}

/// Who granted the address is who it is done for, as long as the credential holds that it was granted by.
auto speak_for_maker(context& asks, request& call) -> result<done> {
  const auto of = [&](std::string_view name) { return std::string(call.param(name).value_or("")); };
  auto who =
      asks.core.files().granted_by({call.captured[0], std::string(call.header("content-type").value_or("")),
                                    of("expires"), of("signature"), of("project")});
  if (!who) return std::move(who).why();
  call.who = std::move(*who);
  if (!call.hold_seat()) return too_many_transfers();
  if (auto held = hold_credential(asks, call, {*call.who, role::user, true}); !held) return held;
  auto held = asks.core.files().hold(call.captured[0], [raw = call.line.get()] { raw->cut(); });
  if (!held) return std::move(held).why();
  call.line->keep(std::move(*held));
  const auto project = call.param("project");
  if (!project) return done{};
  return hold_role(asks, call, owner_id{project_id{std::string(*project)}}, member_role::editor);
}

}  // namespace

auto presign_file(context& asks, request& call) -> result<answer> {
  const auto body = read_object(call, asks.config.http_json_body_limit_bytes,
                                {"file_name", "file_type", "purpose", "project"});
  if (!body) return body.why();
  const auto wish = wish_of(*body);
  if (!wish) return wish.why();
  if (!wish->project.empty())
    if (auto may = receiver_of(asks, call, wish->project); !may) return std::move(may).why();
  const auto granted = asks.core.files().presign(*call.who, *wish);
  if (!granted) return granted.why();
  const auto& file = granted->file;
  auto out = object_answer(201, [&](json_text& to) {
    to.field("file_token", file.file_token).field("file_id", file.state.id.value);
    // A path: which name we are reached by, only the client knows.
    to.field("upload_url", "/api/v1/files/upload/" + file.file_token + "?expires=" + granted->expires +
                               "&signature=" + granted->signature +
                               (wish->project.empty() ? "" : "&project=" + wish->project));
    to.field("expires_at", to_rfc3339_ms(granted->expires_at));
  });
  out.headers.emplace_back("Location", "/api/v1/files/" + file.state.id.value);
  return out;
}

auto upload_file_body(context& asks, request& call) -> result<answer> {
  if (auto plain = expect_plain_body(call); !plain) return std::move(plain).why();
  if (auto known = speak_for_maker(asks, call); !known) return std::move(known).why();
  auto& files = asks.core.files();
  auto to = files.begin_body(call.captured[0], call.body->announced_bytes());
  if (!to) return std::move(to).why();
  auto passed = pass_body(call, [&](std::string_view piece) { return (*to)->write(piece); });
  // Whose file is deleted is told so, and not that the credential is gone.
  if (call.line->is_cut())
    if (auto still = files.hold(call.captured[0], [] {}); !still) return std::move(still).why();
  if (!passed) return std::move(passed).why();
  if (call.line->is_cut()) return right_is_gone();
  auto done = (*to)->finish();
  if (!done) return std::move(done).why();
  asks.numbers.count_upload(done->state.length);
  return nothing_to_say();
}

auto confirm_files(context& asks, request& call) -> result<answer> {
  const auto body = read_object(call, asks.config.http_json_body_limit_bytes, {"files"});
  if (!body) return body.why();
  const auto proofs = proofs_of(*body);
  if (!proofs) return proofs.why();
  const auto confirmed = asks.core.files().confirm(call.who->user, *proofs);
  if (!confirmed) return confirmed.why();
  return object_answer(200, [&](json_text& to) {
    to.key("confirmed").begin_list();
    for (const auto& file : *confirmed) {
      to.begin_object();
      write_fields(to, file);
      to.end_object();
    }
    to.end_list();
  });
}

auto get_file(context& asks, request& call) -> result<answer> {
  const auto file = asks.core.files().get(call.who->user, {call.captured[0]});
  if (!file) return file.why();
  return object_answer(200, [&](json_text& to) {
    write_fields(to, *file);
    to.field("status", name_of(file->state.phase)).field("expires_at", to_rfc3339_ms(file->expires_at));
    write_text_or_null(to, "import", file->state.import.value);
  });
}

auto remove_file_row(context& asks, request& call) -> result<answer> {
  auto removed = asks.core.files().remove(call.who->user, {call.captured[0]});
  if (!removed) return std::move(removed).why();
  return nothing_to_say();
}

}  // namespace waybill::http
