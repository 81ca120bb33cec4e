#include "tests/crash/counter.hpp"

#include "events/hash.hpp"
#include "tests/system/documents.hpp"

namespace waybill::crash {
namespace {

using st::json;

constexpr int most_tries = 20;

auto document() -> const std::string& {
  static const auto text = st::good_document(9'000, 40);
  return text;
}

auto path_of(const std::string& id) -> std::string { return "/api/v1/files/" + id; }

}  // namespace

auto counter::announce() -> json {
  const auto told = at_.insist([&] {
    return at_.bob().post(
        "/api/v1/files/presign",
        {{"file_name", "bookmarks.json"}, {"file_type", "application/json"}, {"purpose", "life"}});
  });
  if (told.status != 201) throw lost("a file could not be announced: " + told.body);
  return told.parsed();
}

auto counter::confirmed(const std::string& text) -> std::string {
  auto granted = announce();
  for (int i = 0; i < most_tries; ++i) {
    const auto id = granted.at("file_id").get<std::string>();
    const json proofs{{"files", {{{"file_id", id}, {"checksum", to_hex(sha256_of(text))}}}}};
    const auto put =
        at_.insist([&] { return at_.bob().put(granted.at("upload_url"), "application/json", text); });
    // The clock jumped over the hour of the address.
    if (put.status == 401) {
      granted = announce();
      continue;
    }
    // 409: it is here already, and only the answer was lost.
    if (put.status != 204 && put.status != 409) throw lost("an upload was answered " + put.body);
    const auto told = at_.insist([&] { return at_.bob().post("/api/v1/files/confirm", proofs); });
    if (told.status == 200) return id;
    if (put.status == 204 || told.code() != "wrong_status")
      throw lost("what was uploaded cannot be confirmed: " + told.body);
  }
  throw lost("a file never was uploaded");
}

auto counter::in_pieces(const std::string& text) -> std::string {
  const st::variables speaks{{"Tus-Resumable", "1.0.0"}};
  auto begin = speaks;
  begin.emplace_back("Upload-Length", std::to_string(text.size()));
  const auto made = at_.insist([&] { return at_.bob().post_with("/api/v1/uploads", begin); });
  if (made.status != 201) throw lost("an upload could not be begun: " + made.body);
  const auto path = made.headers.at("location");
  const auto piece = text.size() / 5 + 1;
  std::uint64_t promised = 0;
  for (int i = 0; i < most_tries; ++i) {
    const auto now = sees_.ask(at_.bob(), path);
    const auto offset = now.at("offset").get<std::uint64_t>();
    if (offset < promised) throw lost("an upload went back to " + std::to_string(offset));
    if (now.at("file_id").is_string()) return now.at("file_id");
    auto headers = speaks;
    headers.emplace_back("Upload-Offset", std::to_string(offset));
    const auto told = at_.insist([&] {
      return at_.bob().patch_with(path, headers, text.substr(offset, piece),
                                  "application/offset+octet-stream");
    });
    // 409: it came, and only the answer was lost; 423: the server did not notice yet that we went.
    if (told.status != 204 && told.status != 409 && told.status != 423)
      throw lost("a piece was answered " + std::to_string(told.status) + told.body);
    if (told.status == 204) promised = offset + std::min<std::uint64_t>(piece, text.size() - offset);
  }
  throw lost("an upload does not come to its end: " + sees_.ask(at_.bob(), path).dump());
}

void counter::see_confirmed(const std::string& id) {
  const auto file = sees_.ask(at_.bob(), path_of(id));
  if (file.at("status") != "confirmed" || file.at("sha256") != to_hex(sha256_of(document())))
    throw lost("a confirmed file is not what it was: " + file.dump());
}

auto counter::import_of(const std::string& id, json more) -> std::string {
  more["file_id"] = id;
  const auto told = at_.insist([&] { return at_.bob().post("/api/v1/imports", more); });
  if (told.status == 202) return told.parsed().at("id");
  // The first answer was lost on its way.
  if (told.code() != "file_used") throw lost("a confirmed file is not imported: " + told.body);
  return sees_.ask(at_.bob(), path_of(id)).at("import");
}

void counter::hand_in() {
  const auto unwanted = confirmed(document());
  const auto wanted = in_pieces(document());
  sees_.remove(at_.bob(), path_of(unwanted));
  see_confirmed(wanted);
  import_ = import_of(wanted);
  sees_.knows(import_, "of a file");
  if (import_of(wanted) != import_) throw lost("a file was imported twice");
  // That one goes over to the project.
  shared_ = import_of(confirmed("name,n\nAda,1\n-Ann,2\n"),
                      {{"kind", "rows"}, {"project", at_.project()}, {"options", {{"key", {"name"}}}}});
  sees_.knows(shared_, "of a project's file");
}

void counter::bring_to_end() {
  sees_.bring_to_end(at_.bob(), import_);
  sees_.bring_to_end(at_.bob(), shared_);
  see_table();
}

/// It has a cell that a spreadsheet would run: such a file is remembered while it goes out.
void counter::see_table() {
  const auto path = "/api/v1/imports/" + shared_ + "/results/success.csv";
  const auto told = at_.insist([&] { return at_.bob().get(path); });
  if (told.body != "\xEF\xBB\xBFname,n\r\nAda,1\r\n'-Ann,2\r\n")
    throw lost("a table went out as " + told.body);
}

void counter::tell(ending& end) {
  sees_.tell_import(end, at_.bob(), import_);
  sees_.tell_import(end, at_.bob(), shared_);
}

}  // namespace waybill::crash
