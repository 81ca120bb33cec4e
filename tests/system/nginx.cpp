#include "tests/system/nginx.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>

namespace waybill::system_test {
namespace {

constexpr auto name = "waybill.example.org";
constexpr auto tls_port = "8443", plain_port = "8081";

/// Of this process alone, so its ports are free: all of 127.0.0.0/8 is this machine.
auto address_of_ours() -> std::string {
  const auto id = static_cast<unsigned>(::getpid());
  return "127." + std::to_string(64 + (id >> 16 & 63)) + "." + std::to_string(id >> 8 & 255) + "." +
         std::to_string(id & 255);
}

void replace(std::string& text, const std::string& old, const std::string& with) {
  CAPTURE(old);
  const auto at = text.find(old);
  REQUIRE(at != std::string::npos);
  text.replace(at, old.size(), with);
}

void make_certificate(const fs::path& folder) {
  process made(
      {"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
       "-keyout", (folder / "key.pem").string(), "-out", (folder / "cert.pem").string(), "-days", "2",
       "-subj", std::string("/CN=") + name, "-addext", std::string("subjectAltName=DNS:") + name},
      {}, "");
  const auto how = made.wait();
  CAPTURE(how.err);
  REQUIRE(how.status == 0);
}

constexpr auto temporary_folders = {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"};

auto main_configuration(const std::string& folder) -> std::string {
  std::string text = "daemon off;\nmaster_process off;\npid " + folder + "/pid;\nerror_log " + folder +
                     "/error.log;\nevents { worker_connections 256; }\nhttp {\naccess_log off;\n";
  for (const std::string one : temporary_folders)
    text += one + "_temp_path " + folder + "/temporary/" + one + ";\n";
  return text + "include " + folder + "/waybill.conf;\n}\n";
}

}  // namespace

auto nginx_program() -> std::optional<std::string> {
  for (const std::string path : {"/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx"})
    if (::access(path.c_str(), X_OK) == 0) return path;
  WARN("skipped: nginx is not installed");
  return std::nullopt;
}

nginx::nginx(const std::string& program, const server& behind, const variables& changed)
    : address_(address_of_ours()) {
  make_certificate(here_.path());
  fs::create_directory(here_ / "temporary");
  write_configuration(behind, changed);
  std::vector<std::string> words{program, "-e", (here_ / "error.log").string(), "-c",
                                 (here_ / "nginx.conf").string()};
  if (::geteuid() == 0) {
    constexpr uid_t nobody = 65534;
    REQUIRE(::chown(here_.path().c_str(), nobody, nobody) == 0);
    for (const auto& entry : fs::recursive_directory_iterator(here_.path()))
      REQUIRE(::chown(entry.path().c_str(), nobody, nobody) == 0);
    words.insert(words.begin(), {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"});
  }
  process_.emplace(words, variables{}, "");
  const auto up = eventually([this] {
    return curl({"-o", "/dev/null", plain_url()}).status == 0 || process_->over();
  });
  CAPTURE(process_->errors(), said());
  REQUIRE(up);
  REQUIRE_FALSE(process_->over());
  fs::remove_all(here_ / "temporary");
}

nginx::~nginx() {
  if (process_) process_->signal(SIGKILL);
}

void nginx::write_configuration(const server& behind, const variables& changed) {
  auto text = read_file("docs/examples/nginx/waybill.conf");
  const auto folder = here_.path().string();
  replace(text, "server 127.0.0.1:8080;", "server 127.0.0.1:" + std::to_string(behind.port()) + ";");
  replace(text, "listen 80;", "listen " + address_ + ":" + plain_port + ";");
  replace(text, "listen 443 ", "listen " + address_ + ":" + tls_port + " ");
  replace(text, "/etc/ssl/waybill/fullchain.pem", folder + "/cert.pem");
  replace(text, "/etc/ssl/waybill/privkey.pem", folder + "/key.pem");
  for (const auto& [old, with] : changed) replace(text, old, with);
  write_file(here_ / "waybill.conf", text);
  write_file(here_ / "nginx.conf", main_configuration(folder));
}

auto nginx::url() const -> std::string { return std::string("https://") + name + ":" + tls_port; }
auto nginx::plain_url() const -> std::string { return std::string("http://") + name + ":" + plain_port; }

auto nginx::said() const -> std::string {
  return fs::exists(here_ / "error.log") ? read_file(here_ / "error.log") : "";
}

auto nginx::curl_words(std::vector<std::string> words) const -> std::vector<std::string> {
  std::vector<std::string> all{"curl",      "-q", "-sS",      "-i",
                               "--noproxy", "*",  "--cacert", (here_ / "cert.pem").string()};
  for (const auto* port : {tls_port, plain_port})
    all.insert(all.end(), {"--resolve", std::string(name) + ":" + port + ":" + address_});
  all.insert(all.end(), words.begin(), words.end());
  return all;
}

auto nginx::curl(std::vector<std::string> words) const -> ended {
  return process(curl_words(std::move(words)), {}, "").wait();
}

}  // namespace waybill::system_test
