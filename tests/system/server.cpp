#include "tests/system/server.hpp"

#include <httplib.h>

#include <algorithm>
#include <csignal>
#include <stdexcept>

namespace waybill::system_test {
namespace {

auto client_of(int port) -> httplib::Client {
  httplib::Client client("127.0.0.1", port);
  client.set_read_timeout(patience);
  client.set_write_timeout(patience);
  return client;
}

auto bearer(const std::string& token) -> httplib::Headers {
  return token.empty() ? httplib::Headers{} : httplib::Headers{{"Authorization", "Bearer " + token}};
}

auto as_answer(const httplib::Result& got) -> answer {
  if (!got) return {};
  answer told{got->status, got->body, {}};
  for (const auto& [name, value] : got->headers) {
    std::string lower = name;
    for (auto& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    told.headers[lower] = value;
  }
  return told;
}

auto serve_arguments(const fs::path& data, const fs::path& config) -> std::vector<std::string> {
  std::vector<std::string> words{WAYBILL_BINARY, "serve", "--data", data.string(), "--listen", "127.0.0.1:0"};
  if (!config.empty()) words.insert(words.end(), {"--config", config.string()});
  return words;
}

}  // namespace

auto answer::code() const -> std::string {
  const auto problem = parsed();
  return problem.is_object() ? problem.value("code", "") : "";
}

server::server(const fs::path& data, const variables& settings, const fs::path& config)
    : process_(serve_arguments(data, config), settings, "") {
  constexpr std::string_view ready = "listening on ";
  greeting_ = process_.read_until(ready);
  url_ = greeting_.substr(greeting_.find(ready) + ready.size());
  url_ = url_.substr(0, url_.find('\n'));
  port_ = std::stoi(url_.substr(url_.rfind(':') + 1));
  // The library's client makes a table at its first answer, a static of a function: made safely at any time,
  // but inside it, where ThreadSanitizer does not see it. So before there are threads that share it.
  static const auto prepared = client_of(port_).Get("/healthz");
}

void server::kill() {
  process_.signal(SIGKILL);
  process_.wait();
}

auto server::stop() -> ended {
  process_.signal(SIGTERM);
  return process_.wait();
}

auto make_account(const fs::path& data, const std::string& name, const variables& settings) -> account {
  const auto made = run_waybill({"user", "add", name, "--password-stdin", "--data", data.string()},
                                "a password of " + name + "\n", settings);
  if (made.status != 0) throw std::runtime_error("no account: " + made.err);
  const auto token =
      run_waybill({"token", "add", "test", "--user", name, "--data", data.string()}, "", settings);
  if (token.status != 0) throw std::runtime_error("no token: " + token.err);
  auto text = token.out;
  text.pop_back();
  return {name, text.substr(text.rfind('\n') + 1)};
}

auto person::get(const std::string& path) const -> answer {
  return as_answer(client_of(port_).Get(path, bearer(who_.token)));
}

auto person::post(const std::string& path, const json& body) const -> answer {
  const auto text = body.is_null() ? std::string() : body.dump();
  return as_answer(client_of(port_).Post(path, bearer(who_.token), text, "application/json"));
}

auto person::put(const std::string& path, const std::string& type, const std::string& body) const -> answer {
  return as_answer(client_of(port_).Put(path, body, type));
}

auto person::patch(const std::string& path, const json& body) const -> answer {
  return as_answer(client_of(port_).Patch(path, bearer(who_.token), body.dump(), "application/json"));
}

namespace {

auto with(httplib::Headers headers, const variables& more) -> httplib::Headers {
  headers.insert(more.begin(), more.end());
  return headers;
}

}  // namespace

auto person::post_with(const std::string& path, const variables& headers) const -> answer {
  return as_answer(client_of(port_).Post(path, with(bearer(who_.token), headers), "", ""));
}

auto person::post_once(const std::string& key, const std::string& path, const json& body) const -> answer {
  return as_answer(client_of(port_).Post(path, with(bearer(who_.token), {{"Idempotency-Key", key}}),
                                         body.dump(), "application/json"));
}

auto person::patch_with(const std::string& path, const variables& headers, const std::string& body,
                        const std::string& type) const -> answer {
  return as_answer(client_of(port_).Patch(path, with(bearer(who_.token), headers), body, type));
}

auto person::remove(const std::string& path) const -> answer {
  return as_answer(client_of(port_).Delete(path, bearer(who_.token)));
}

auto person::upload(const handed_in& what) const -> answer {
  httplib::MultipartFormDataItems items;
  for (const auto& [name, value] : what.fields) items.push_back({name, value, "", ""});
  items.push_back({"file", what.document, what.file_name, "application/octet-stream"});
  auto headers = bearer(who_.token);
  if (!what.idempotency_key.empty()) headers.emplace("Idempotency-Key", what.idempotency_key);
  return as_answer(client_of(port_).Post("/api/v1/imports", headers, items));
}

auto person::upload(const std::string& document, const std::string& on_duplicate,
                    const std::string& idempotency_key) const -> answer {
  handed_in what{document, "bookmarks.json", {}, idempotency_key};
  if (!on_duplicate.empty()) what.fields.emplace_back("on_duplicate", on_duplicate);
  return upload(what);
}

auto person::import(const std::string& document, const std::string& on_duplicate) const -> std::string {
  const auto accepted = upload(document, on_duplicate);
  if (accepted.status != 202)
    throw std::runtime_error("not accepted: " + std::to_string(accepted.status) + " " + accepted.body);
  return accepted.parsed().at("id").get<std::string>();
}

auto person::outcome_of(const std::string& id) const -> json {
  auto client = client_of(port_);
  const auto end = std::chrono::steady_clock::now() + patience;
  const auto over = [](const json& import) {
    const auto status = import.value("status", "");
    return status == "completed" || status == "failed" || status == "cancelled";
  };
  while (std::chrono::steady_clock::now() < end) {
    // Ends when the import is finished; should it break before, the question below is asked all the same.
    client.Get("/api/v1/imports/" + id + "/progress", bearer(who_.token),
               [&](const char*, std::size_t) { return std::chrono::steady_clock::now() < end; });
    if (auto import = look(id); import.is_object() && over(import)) return import;
    breathe();
  }
  throw std::runtime_error("the import was not finished in time: " + look(id).dump());
}

auto person::command(const std::string& id, const std::string& verb) const -> answer {
  if (verb == "delete") return remove("/api/v1/imports/" + id);
  return post("/api/v1/imports/" + id + "/" + verb);
}

auto person::status_of(const std::string& id) const -> std::string {
  const auto import = look(id);
  return import.is_object() ? import.value("status", "") : "";
}

void person::wait_for_status(const std::string& id, const std::string& status) const {
  if (!eventually([&] { return status_of(id) == status; }))
    throw std::runtime_error("it never was " + status + ": " + look(id).dump());
}

void person::wait_for_records(const std::string& id, std::uint64_t processed) const {
  const bool seen = eventually([&] {
    const auto import = look(id);
    const auto status = import.value("status", "");
    return import.at("progress").at("processed").get<std::uint64_t>() >= processed || status == "completed" ||
           status == "failed" || status == "cancelled";
  });
  if (!seen) throw std::runtime_error("so many records were never reached: " + look(id).dump());
}

auto person::exported_items() const -> std::vector<std::string> {
  const auto got = get("/api/v1/bookmarks/export");
  const auto document = got.parsed();
  if (got.status != 200 || !document.is_object())
    throw std::runtime_error("no export: " + got.body.substr(0, 300));
  std::vector<std::string> items;
  for (const auto& item : document.at("items")) items.push_back(item.dump());
  return items;
}

auto person::records(const std::string& id, const std::string& outcome) const -> std::vector<json> {
  std::vector<json> all;
  std::string cursor;
  do {
    const auto got = get("/api/v1/imports/" + id + "/records?limit=100&outcome=" + outcome +
                         (cursor.empty() ? "" : "&cursor=" + cursor));
    const auto page = got.parsed();
    if (got.status != 200) throw std::runtime_error("no records: " + got.body);
    for (const auto& item : page.at("items")) all.push_back(item);
    cursor = page.at("next_cursor").is_string() ? page.at("next_cursor").get<std::string>() : "";
  } while (!cursor.empty());
  return all;
}

auto counts_of(const json& import) -> std::string {
  const auto& progress = import.at("progress");
  std::string text = import.at("status").get<std::string>();
  for (const char* key : {"total", "processed", "created", "updated", "skipped", "failed"})
    text += std::string(" ") + key + " " + progress.at(key).dump();
  return text;
}

}  // namespace waybill::system_test
