// Behind nginx with TLS, by the configuration of docs/examples/nginx: what a proxy could spoil.
#include "tests/system/nginx.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>

#include "tests/system/documents.hpp"

using namespace waybill::system_test;
using Catch::Matchers::Contains;

namespace {

const variables trusting{{"WAYBILL_HTTP_TRUSTED_PROXY", "true"}};

struct house {
  temp_directory here;
  account who = make_account(here / "data", "ada");
  std::optional<std::string> program = nginx_program();
  server behind;

  explicit house(const variables& more = {}) : behind(here / "data", with(more)) {}
  static auto with(const variables& more) -> variables {
    auto all = trusting;
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  [[nodiscard]] auto bearer() const -> std::string { return "Authorization: Bearer " + who.token; }
};

auto status_of(const ended& said) -> std::string {
  const auto at = said.out.find(' ');
  return at == std::string::npos ? said.out + said.err : said.out.substr(at + 1, 3);
}

auto sign_in(const nginx& front, const std::string& password, std::vector<std::string> more) -> ended {
  std::vector<std::string> words{"-H", "Content-Type: application/json", "-d",
                                 json{{"username", "ada"}, {"password", password}}.dump(),
                                 front.url() + "/api/v1/session"};
  words.insert(words.begin(), more.begin(), more.end());
  return front.curl(words);
}

/// What stands in a head or a body between two texts.
auto between(const std::string& text, const std::string& before, const std::string& behind) -> std::string {
  const auto at = text.find(before);
  if (at == std::string::npos) return {};
  const auto from = at + before.size();
  return text.substr(from, text.find(behind, from) - from);
}

auto largest_below(const fs::path& folder) -> std::uintmax_t {
  std::uintmax_t most = 0;
  std::error_code gone;
  for (fs::recursive_directory_iterator at(folder, gone), end; !gone && at != end; at.increment(gone))
    if (at->is_regular_file(gone)) most = std::max(most, at->file_size(gone));
  return most;
}

void write_all(int to, std::string_view text) {
  while (!text.empty()) {
    const auto n = ::write(to, text.data(), text.size());
    REQUIRE(n > 0);
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

constexpr std::string_view form_begin =
    "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"links.json\"\r\n\r\n";
constexpr std::string_view form_end = "\r\n--edge--\r\n";

}  // namespace

TEST_CASE(
    "given nginx in front, when somebody comes by plain HTTP, then by TLS and HTTP/2 they get the same "
    "page") {
  const house at;
  if (!at.program) return;
  const nginx front(*at.program, at.behind);
  const auto plain = front.curl({front.plain_url() + "/imports?status=failed"});
  CHECK(status_of(plain) == "308");
  CHECK_THAT(plain.out, Contains("ocation: https://waybill.example.org/imports?status=failed\r\n"));
  const auto page = front.curl({"--http2", front.url() + "/"});
  CHECK_THAT(page.out, Catch::Matchers::StartsWith("HTTP/2 200"));
  CHECK_THAT(page.out, Contains("strict-transport-security: max-age="));
  CHECK_THAT(page.out, Contains("<html"));
  CHECK(status_of(front.curl({front.url() + "/metrics"})) == "404");
  CHECK(status_of(front.curl({front.url() + "/api/v1/imports"})) == "401");
}

TEST_CASE(
    "given nginx in front, when somebody signs in, then the cookie is for TLS only and changes are taken") {
  const house at;
  if (!at.program) return;
  const nginx front(*at.program, at.behind);
  const auto in = sign_in(front, "a password of ada", {});
  CAPTURE(in.out, in.err);
  REQUIRE(status_of(in) == "200");
  const auto line = between(in.out, "set-cookie: waybill_session=", "\r\n");
  CHECK_THAT(line, Contains("; Secure"));
  const auto change = [&](const std::string& origin) {
    return status_of(front.curl({"-H", "Cookie: waybill_session=" + line.substr(0, line.find(';')), "-H",
                                 "X-CSRF-Token: " + between(in.out, "\"csrf_token\":\"", "\""), "-H",
                                 "Origin: " + origin, "-H", "Content-Type: application/json", "-d",
                                 R"({"name":"mine"})", front.url() + "/api/v1/tokens"}));
  };
  CHECK(change(front.url()) == "201");
  CHECK(change("http://waybill.example.org:8443") == "403");
  CHECK(change("https://elsewhere.example.org") == "403");
}

TEST_CASE(
    "given nginx in front, when one address guesses, then it waits, whatever it pretends, and others do "
    "not") {
  const house at;
  if (!at.program) return;
  const nginx front(*at.program, at.behind);
  const auto guess = [&](const std::string& address, std::vector<std::string> more) {
    more.insert(more.end(), {"--interface", address});
    return status_of(sign_in(front, "wrong wrong", more));
  };
  for (int i = 0; i < 5; ++i) CHECK(guess("127.0.0.2", {}) == "401");
  CHECK(guess("127.0.0.2", {}) == "429");
  CHECK(guess("127.0.0.2", {"-H", "X-Forwarded-For: 192.0.2.7"}) == "429");
  CHECK(guess("127.0.0.2", {"-H", "Forwarded: for=192.0.2.7", "-H", "X-Real-IP: 192.0.2.7"}) == "429");
  CHECK(guess("127.0.0.3", {}) == "401");
}

TEST_CASE("given nginx in front, when half of a file was sent, then the server has that half") {
  const house at;
  if (!at.program) return;
  const nginx front(*at.program, at.behind);
  const auto pipe = at.here / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  const std::string version = GENERATE("--http1.1", "--http2");
  process sending(
      front.curl_words({version, "-X", "POST", "-T", pipe.string(), "-H", at.bearer(), "-H",
                        "Content-Type: multipart/form-data; boundary=edge", front.url() + "/api/v1/imports"}),
      {}, "");
  const int to = ::open(pipe.c_str(), O_WRONLY | O_CLOEXEC);
  REQUIRE(to >= 0);
  // More than all buffers of all that is in between.
  const auto document = good_document(1, 100'000);
  const auto half = document.size() / 2;
  write_all(to, form_begin);
  write_all(to, std::string_view(document).substr(0, half));
  CHECK(eventually([&] { return largest_below(at.here / "data" / "imports") > half - (4 << 20); }));
  write_all(to, std::string_view(document).substr(half));
  write_all(to, form_end);
  ::close(to);
  const auto sent = sending.wait();
  CAPTURE(sent.out, sent.err, front.said());
  CHECK(sent.out.find(" 202") != std::string::npos);
  const person ada(at.behind, at.who);
  CHECK(ada.outcome_of(between(sent.out, "{\"id\":\"", "\"")).at("progress").at("created") == 100'000);
}

TEST_CASE("given nginx that keeps uploads in files, when one comes, then these tests would notice") {
  const house at;
  if (!at.program) return;
  const nginx front(*at.program, at.behind, {{"proxy_request_buffering off", "proxy_request_buffering on"}});
  const auto file = at.here / "links.json";
  write_file(file, good_document(1, 10'000));
  const auto sent =
      front.curl({"-H", at.bearer(), "-F", "file=@" + file.string(), front.url() + "/api/v1/imports"});
  CHECK(sent.out.find(" 500") != std::string::npos);
}

TEST_CASE(
    "given nginx in front, when something happens, then who follows sees it before the next thing happens") {
  const house at;
  if (!at.program) return;
  const nginx front(*at.program, at.behind);
  const std::string version = GENERATE("--http1.1", "--http2");
  process following(
      front.curl_words({version, "-N", "-H", at.bearer(), front.url() + "/api/v1/imports/stream"}), {}, "");
  CHECK_THAT(following.read_until("event: "), Contains(" 200"));
  const person ada(at.behind, at.who);
  for (int i = 0; i < 3; ++i) {
    const auto id = ada.import(good_document(static_cast<std::uint64_t>(i) + 1, 1));
    CHECK_THAT(following.read_until(id), Contains(id));
  }
}

TEST_CASE("given nginx in front, when a file is too large, then it is the server that says so") {
  const house at{{{"WAYBILL_IMPORTS_FILE_LIMIT_BYTES", "1MiB"}}};
  if (!at.program) return;
  const nginx front(*at.program, at.behind);
  const auto file = at.here / "links.json";
  write_file(file, good_document(1, 100'000));
  for (const std::string version : {"--http1.1", "--http2"}) {
    const auto refused = front.curl({version, "-H", "Expect:", "-H", at.bearer(), "-F",
                                     "file=@" + file.string(), front.url() + "/api/v1/imports"});
    CAPTURE(version, refused.out, refused.err, front.said());
    CHECK(refused.out.find(" 413") != std::string::npos);
    CHECK_THAT(refused.out, Contains("\"code\":\"too_large\""));
  }
}

TEST_CASE(
    "given nginx in front, when the server is away or does not answer, then a client reads what it knows") {
  house at;
  if (!at.program) return;
  const nginx front(*at.program, at.behind, {{"proxy_read_timeout 300s", "proxy_read_timeout 1s"}});
  const auto is_unavailable = [&] {
    const auto said = front.curl({front.url() + "/api/v1/imports"});
    CAPTURE(said.out);
    CHECK(status_of(said) == "503");
    CHECK_THAT(said.out, Contains("\r\nretry-after: 5\r\n"));
    CHECK_THAT(said.out, Contains("\r\ncontent-type: application/problem+json\r\n"));
    CHECK_THAT(said.out, Contains("\"code\":\"unavailable\""));
    CHECK_THAT(said.out, !Contains("nginx/"));
  };
  at.behind.signal(SIGSTOP);
  is_unavailable();
  at.behind.kill();
  is_unavailable();
}
