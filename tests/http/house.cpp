#include "tests/http/house.hpp"

#include <catch2/catch.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "tests/http/contract.hpp"

namespace waybill::http_test {
namespace {

auto fresh_directory() -> std::filesystem::path {
  auto pattern = (std::filesystem::temp_directory_path() / "waybill-http-XXXXXX").string();
  REQUIRE(::mkdtemp(pattern.data()) != nullptr);
  return pattern;
}

}  // namespace

house::house(const std::function<void(settings&)>& change, clock_ptr clock)
    : directory(fresh_directory()), time(std::move(clock)) {
  config.data_directory = directory.string();
  config.http_listen = "127.0.0.1:0";
  config.storage_min_free_bytes = 0;
  if (change) change(config);
  open();
}

void house::restart(const std::function<void(const settings&)>& between) {
  server.reset();
  core.reset();
  if (between) between(config);
  open();
}

void house::open() {
  each_answer = hold_against_description;
  auto opened = open_engine(config, time);
  if (!opened) FAIL(opened.why().message);
  core = std::move(*opened);
  auto started = http_server::start(*core, config);
  if (!started) FAIL(started.why().message);
  server = std::move(*started);
}

house::~house() {
  server.reset();
  core.reset();
  std::error_code ignored;
  std::filesystem::remove_all(directory, ignored);
  for (const auto& one : broken_promises()) {
    CAPTURE(one);
    CHECK(one.empty());
  }
}

auto house::inhabit(const std::string& name) -> inhabitant {
  auto account = core->accounts().add_user(name, "password of " + name, role::user, "system");
  if (!account) FAIL(account.why().message);
  auto token = core->accounts().add_token(account->id, "test");
  if (!token) FAIL(token.why().message);
  return {account->id, name, token->text};
}

auto house::get(const inhabitant& who, std::string_view target) const -> reply {
  return call(who, "GET", target);
}

auto house::call(const inhabitant& who, std::string_view method, std::string_view target,
                 std::string_view body) const -> reply {
  return ask(port(), request_text(method, target, {who.authorization()}, body));
}

auto house::upload(const inhabitant& who, const std::string& document,
                   const std::vector<std::pair<std::string, std::string>>& fields,
                   std::vector<std::string> headers) const -> reply {
  headers.push_back(who.authorization());
  headers.push_back(form_type);
  return ask(port(), request_text("POST", "/api/v1/imports", headers, form_text(document, fields)));
}

auto house::import(const inhabitant& who, const std::string& document) const -> std::string {
  const auto accepted = upload(who, document);
  CAPTURE(accepted.body);
  REQUIRE(accepted.status == 202);
  const auto id = accepted.parsed().at("id").get<std::string>();
  await(who, id, import_status::completed);
  return id;
}

auto house::held_import(const inhabitant& who) const -> std::string {
  for (int i = 0; i < 50; ++i) {
    const auto accepted = upload(who, document_of("held" + std::to_string(i), 5'000));
    REQUIRE(accepted.status == 202);
    const auto id = accepted.parsed().at("id").get<std::string>();
    if (call(who, "POST", "/api/v1/imports/" + id + "/pause").status == 202) {
      await(who, id, import_status::paused);
      return id;
    }
  }
  FAIL("No import could be paused.");
  return {};
}

void house::await(const inhabitant& /*who*/, const std::string& id, import_status status) const {
  std::mutex mutex;
  std::condition_variable changed;
  auto last = import_status::none;
  position heard = 0;
  const auto hear = [&](const import_row& row) {
    if (row.id.value != id) return;
    const std::scoped_lock lock{mutex};
    // What is looked up below may be older than what was heard meanwhile.
    if (row.changed_at < heard) return;
    heard = row.changed_at;
    last = row.status;
    changed.notify_all();
  };
  const auto watch = core->watch_imports(hear);
  if (const auto row = core->import_view().find({id})) hear(*row);
  std::unique_lock lock{mutex};
  const bool came = changed.wait_for(lock, patience, [&] { return last == status; });
  CAPTURE(id, std::string(name_of(last)));
  lock.unlock();
  REQUIRE(came);
}

auto house::stored_files() const -> std::size_t {
  std::size_t files = 0;
  const auto folder = directory / "imports";
  if (!std::filesystem::exists(folder)) return 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    files += entry.is_regular_file() ? 1 : 0;
  return files;
}

auto form_text(const std::string& document, const std::vector<std::pair<std::string, std::string>>& fields)
    -> std::string {
  std::string text;
  for (const auto& [name, value] : fields)
    text.append("--BOUNDARY\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value +
                "\r\n");
  text.append(
      "--BOUNDARY\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\dir\\my marks.json\"\r\n"
      "Content-Type: application/json\r\n\r\n");
  return text.append(document).append("\r\n--BOUNDARY--\r\n");
}

auto document_of(const std::string& name, int count) -> std::string {
  std::string text =
      R"({"@context": "https://www.w3.org/ns/activitystreams", "type": "Collection", "items": [)";
  for (int i = 0; i < count; ++i)
    text.append(i == 0 ? "\n" : ",\n")
        .append(R"({"type": "Link", "url": "https://example.org/)" + name + "/" + std::to_string(i) +
                R"(", "name": "N)" + std::to_string(i) + R"(", "tag": ["even )" + std::to_string(i % 2) +
                R"("]})");
  return text.append("]}");
}

auto eventually(const std::function<bool()>& holds) -> bool {
  const auto until = std::chrono::steady_clock::now() + patience;
  do {
    if (holds()) return true;
    std::this_thread::yield();
  } while (std::chrono::steady_clock::now() < until);
  return false;
}

}  // namespace waybill::http_test
