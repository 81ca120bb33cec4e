#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "config/list.hpp"
#include "config/settings.hpp"

namespace {

using namespace waybill;
using Catch::Matchers::Contains;
using flags = std::map<std::string, std::string>;

/// A file of settings that is gone at the end of the test.
class settings_file {
 public:
  explicit settings_file(const std::string& text) {
    char name[] = "/tmp/waybill-config-XXXXXX";
    folder_ = ::mkdtemp(name);
    std::ofstream{path(), std::ios::binary} << text;
  }
  settings_file(const settings_file&) = delete;
  auto operator=(const settings_file&) -> settings_file& = delete;
  ~settings_file() { std::filesystem::remove_all(folder_); }
  [[nodiscard]] auto path() const -> std::string { return (folder_ / "waybill.conf").string(); }
  [[nodiscard]] auto folder() const -> std::string { return folder_.string(); }

 private:
  std::filesystem::path folder_;
};

auto load_text(const std::string& text) -> result<loaded_settings> {
  const settings_file file{text};
  return load(file.path(), {}, {});
}

auto message_of(const result<loaded_settings>& loaded) -> std::string {
  REQUIRE_FALSE(loaded.ok());
  CHECK(loaded.why().code == errc::bad_value);
  return loaded.why().message;
}

}  // namespace

TEST_CASE("given nothing, when settings are loaded, then all are the defaults and say so") {
  const auto loaded = load(std::nullopt, {}, {{"PATH", "/bin"}, {"HOME", "/root"}});
  REQUIRE(loaded.ok());
  CHECK(loaded->values == settings{});
  CHECK(loaded->origins.size() == setting_list().size());
  for (const auto& [key, origin] : loaded->origins) CHECK(origin == "default");
}

TEST_CASE(
    "given a value in every source, when loaded, then flag wins over environment over file over default") {
  const settings_file file{
      "http.threads_limit = 100\nhttp.body_readers_limit = 10\nhttp.streams_limit = 500\n"};
  const environment variables{{"WAYBILL_HTTP_THREADS_LIMIT", "200"},
                              {"WAYBILL_HTTP_BODY_READERS_LIMIT", "20"}};
  const auto loaded = load(file.path(), flags{{"http.threads_limit", "300"}}, variables);
  REQUIRE(loaded.ok());
  CHECK(loaded->values.http_threads_limit == 300);
  CHECK(loaded->values.http_body_readers_limit == 20);
  CHECK(loaded->values.http_streams_limit == 500);
  CHECK(loaded->values.http_streams_per_user_limit == settings{}.http_streams_per_user_limit);
  CHECK(loaded->origins.at("http.threads_limit") == "command line");
  CHECK(loaded->origins.at("http.body_readers_limit") == "environment WAYBILL_HTTP_BODY_READERS_LIMIT");
  CHECK(loaded->origins.at("http.streams_limit") == "file " + file.path() + ":3");
  CHECK(loaded->origins.at("http.streams_per_user_limit") == "default");
}

TEST_CASE("given comments, blanks, CRLF and a BOM, when a file is loaded, then only the values count") {
  const auto loaded = load_text(
      "\xEF\xBB\xBF# comment\r\n\r\n  log.level=debug   # why\r\ndata.directory = /srv/a#b c\r\n#log.format "
      "= json\r\n"
      "\t# x = y\nhttp.service_listen =");
  REQUIRE(loaded.ok());
  CHECK(loaded->values.log_level == "debug");
  CHECK(loaded->values.data_directory == "/srv/a#b c");
  CHECK(loaded->values.log_format == "plain");
  CHECK(loaded->values.http_service_listen.empty());
}

TEST_CASE("given words in quotes, when a file is loaded, then a # in them begins no comment") {
  const auto loaded = load_text(
      "data.directory = python3 -c \"print(' # ')\" 'a # b' # 'comment'\n"
      "log.level = debug # it's\n");
  REQUIRE(loaded.ok());
  CHECK(loaded->values.data_directory == "python3 -c \"print(' # ')\" 'a # b'");
  CHECK(loaded->values.log_level == "debug");
}

TEST_CASE("given sizes with suffixes, when loaded, then they are bytes") {
  const auto loaded = load_text(
      "imports.file_limit_bytes = 2GiB\nstorage.filter_bytes = 64 MiB\nhttp.header_limit_bytes = 32KiB\n"
      "imports.item_limit_bytes = 4096\n");
  REQUIRE(loaded.ok());
  CHECK(loaded->values.imports_file_limit_bytes == 2'147'483'648U);
  CHECK(loaded->values.storage_filter_bytes == 67'108'864U);
  CHECK(loaded->values.http_header_limit_bytes == 32'768U);
  CHECK(loaded->values.imports_item_limit_bytes == 4096U);
}

TEST_CASE("given an unknown key, when a file is loaded, then the error names the line and the nearest key") {
  CHECK_THAT(message_of(load_text("\nimport.concurent = 2\n")),
             Contains("waybill.conf:2") && Contains("`import.concurent`") &&
                 Contains("nearest is `imports.concurrent`"));
  CHECK_THAT(message_of(load_text("[imports]\n")), Contains("waybill.conf:1") && Contains("key = value"));
  CHECK_THAT(message_of(load_text("= 2\n")), Contains("waybill.conf:1"));
  CHECK_THAT(message_of(load_text(std::string(500'000, 'x') + " = 1")), Contains("the nearest is"));
}

TEST_CASE("given an unknown key on the command line, when loaded, then the error names the nearest one") {
  CHECK_THAT(message_of(load(std::nullopt, flags{{"data.dir", "/srv"}}, {})),
             Contains("command line") && Contains("`data.directory`"));
}

TEST_CASE("given an unknown WAYBILL_ variable, when loaded, then the error names the nearest one") {
  CHECK_THAT(message_of(load(std::nullopt, {}, {{"WAYBILL_HTTP_LISTN", "127.0.0.1:1"}})),
             Contains("WAYBILL_HTTP_LISTN") && Contains("`WAYBILL_HTTP_LISTEN`"));
}

TEST_CASE("given variables that are no settings, when loaded, then they are let be") {
  CHECK(load(std::nullopt, {},
             {{"WAYBILL_CORPORA", "x"},
              {"WAYBILL_TOKEN", "x"},
              {"WAYBILL_SERVER", "x"},
              {"WAYBILL_TEST_SEED", "1"}})
            .ok());
  // Kubernetes tells a pod of a service of that name.
  CHECK(load(std::nullopt, {},
             {{"WAYBILL_PORT", "tcp://10.0.0.1:8080"},
              {"WAYBILL_PORT_8080_TCP", "tcp://10.0.0.1:8080"},
              {"WAYBILL_PORT_8080_TCP_ADDR", "10.0.0.1"},
              {"WAYBILL_SERVICE_HOST", "10.0.0.1"},
              {"WAYBILL_SERVICE_PORT", "8080"},
              {"WAYBILL_SERVICE_PORT_HTTP", "8080"}})
            .ok());
  CHECK_FALSE(load(std::nullopt, {}, {{"WAYBILL_PORTS", "1"}}).ok());
  CHECK_FALSE(load(std::nullopt, {}, {{"WAYBILL_TOKENS", "x"}}).ok());
}

TEST_CASE("given a key twice in one file, when loaded, then the error names both lines") {
  CHECK_THAT(message_of(load_text("log.level = info\n\nlog.level = info\n")),
             Contains("waybill.conf:1") && Contains("waybill.conf:3"));
}

TEST_CASE("given a bad value, when loaded, then the error names source, key, value and what is allowed") {
  CHECK_THAT(message_of(load_text("http.threads_limit = many\n")),
             Contains("waybill.conf:1") && Contains("http.threads_limit") && Contains("`many`") &&
                 Contains("4 to 4096"));
  CHECK_THAT(message_of(load(std::nullopt, {}, {{"WAYBILL_LOG_LEVEL", "loud"}})),
             Contains("WAYBILL_LOG_LEVEL") && Contains("`loud`") && Contains("trace, debug, info"));
}

TEST_CASE("given values outside what is allowed, when loaded, then each is refused") {
  const std::string line = GENERATE(values<std::string>({"http.threads_limit = 3",
                                                         "http.threads_limit = 4097",
                                                         "http.threads_limit = -5",
                                                         "http.threads_limit = 0x10",
                                                         "http.threads_limit = 10 0",
                                                         "http.threads_limit =",
                                                         "http.threads_limit = 99999999999999999999",
                                                         "imports.file_limit_bytes = 1GB",
                                                         "imports.file_limit_bytes = 99999999999TiB",
                                                         "imports.file_limit_bytes = KiB",
                                                         "imports.file_limit_bytes = 0",
                                                         "imports.file_limit_bytes = 1.5GiB",
                                                         "http.idle_timeout_s = 60s",
                                                         "http.secure_cookie = yes",
                                                         "http.secure_cookie = TRUE",
                                                         "http.listen =",
                                                         "http.listen = 8080",
                                                         "http.listen = localhost:99999",
                                                         "http.listen = ::1:80",
                                                         "http.listen = http://x:80",
                                                         "http.listen = :80",
                                                         "data.directory =",
                                                         "log.format = plain json",
                                                         "data.directory = a\x01"
                                                         "b"}));
  CAPTURE(line);
  CHECK_FALSE(load_text(line).ok());
}

TEST_CASE("given two settings that contradict each other, when loaded, then the error names both") {
  CHECK_THAT(message_of(load_text("http.threads_limit = 112\n")),
             Contains("http.body_readers_limit = 112 must be below http.threads_limit = 112"));
  CHECK_THAT(message_of(load_text("imports.waiting_limit = 5\n")),
             Contains("imports.waiting_per_user_limit"));
  CHECK(load_text("imports.waiting_limit = 12000\n").ok());
}

TEST_CASE("given a file that cannot be read, when loaded, then the error names it") {
  const settings_file file{""};
  CHECK_THAT(message_of(load(file.path() + ".none", {}, {})), Contains(".none") && Contains("No such file"));
  CHECK_THAT(message_of(load(file.folder(), {}, {})), Contains(file.folder()));
  CHECK_THAT(message_of(load("/dev/zero", {}, {})), Contains("larger than 1 MiB"));
}

TEST_CASE("given an address, when it is read, then host and port are told apart") {
  CHECK(*parse_endpoint("127.0.0.1:8080") == endpoint{"127.0.0.1", 8080});
  CHECK(*parse_endpoint("localhost:0") == endpoint{"localhost", 0});
  CHECK(*parse_endpoint("[::1]:80") == endpoint{"::1", 80});
  for (const auto* bad :
       {"", ":", "a", "a:", "a:x", "[]:1", "a b:1", "::1", "[::1]", "a:65536", "[a:1", "a]:1"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_endpoint(bad).ok());
  }
}

TEST_CASE("given a variable of the process, when the environment is read, then it is there") {
  ::setenv("WAYBILL_TEST_CONFIG", "a=b", 1);
  CHECK(process_environment().at("WAYBILL_TEST_CONFIG") == "a=b");
}
