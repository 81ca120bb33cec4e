// A server as a handler, by https: whom it must be to be told anything.
#include <httplib.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdlib>
#include <thread>

#include "handlers/webhook.hpp"
#include "tests/handlers/talk.hpp"

using namespace waybill;
using namespace waybill::handlers;
using namespace waybill::handlers::test;

namespace {

/// A certificate for `localhost` that its own key has signed.
struct certificate {
  explicit certificate(const std::string& path) : key(EVP_EC_gen("P-256")), itself(X509_new()) {
    constexpr long day_s = 86'400;
    auto* const of = itself.get();
    X509_set_version(of, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(of), 1);
    X509_gmtime_adj(X509_getm_notBefore(of), -day_s);
    X509_gmtime_adj(X509_getm_notAfter(of), day_s);
    X509_set_pubkey(of, key.get());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(of), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
    X509_set_issuer_name(of, X509_get_subject_name(of));
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> name{
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost"), X509_EXTENSION_free};
    X509_add_ext(of, name.get(), -1);
    REQUIRE(X509_sign(of, key.get(), EVP_sha256()) > 0);
    const std::unique_ptr<FILE, decltype(&std::fclose)> file{std::fopen(path.c_str(), "w"), std::fclose};
    REQUIRE(PEM_write_X509(file.get(), of) == 1);
  }
  struct freed {
    void operator()(EVP_PKEY* one) const { EVP_PKEY_free(one); }
    void operator()(X509* one) const { X509_free(one); }
  };
  std::unique_ptr<EVP_PKEY, freed> key;
  std::unique_ptr<X509, freed> itself;
};

struct secure_server {
  secure_server() : own(folder.path() + "/own.pem"), library(own.itself.get(), own.key.get()) {
    library.Post("/rows", [this](const httplib::Request&, httplib::Response& to) {
      ++requests;
      to.set_content(R"({"answers":[{"ok":true}]})", "application/json");
    });
    port = library.bind_to_any_port("127.0.0.1");
    thread = std::thread{[this] { library.listen_after_bind(); }};
    while (!library.is_running()) std::this_thread::yield();
  }
  ~secure_server() {
    library.stop();
    thread.join();
    ::unsetenv("SSL_CERT_FILE");
  }
  secure_server(const secure_server&) = delete;
  auto operator=(const secure_server&) -> secure_server& = delete;

  auto told_by(const std::string& scheme_and_host) const -> std::string {
    webhook_order order;
    order.url = scheme_and_host + ":" + std::to_string(port) + "/rows";
    order.attempts = 1;
    introduction what;
    what.import = "imp_test";
    what.headers = {"name"};
    const auto to = webhook_handler(order, what, {[] { return true; }, [](std::string_view) {}});
    REQUIRE(to->begin().ok());
    const auto got = give(*to, 1, 1, 1);
    return got ? told(*got).front() : got.why().message;
  }

  tests::temporary_directory folder;
  certificate own;
  httplib::SSLServer library;
  std::thread thread;
  int port = 0;
  std::atomic<int> requests = 0;
};

const std::string unavailable = "The handler's server does not take rows now: ";
const std::string not_trusted = unavailable + "its certificate is not one that is trusted here.";

}  // namespace

TEST_CASE("given a server by https, when its certificate is false, then it is told nothing") {
  secure_server it;
  SECTION("nobody here trusts it") { CHECK(it.told_by("https://localhost") == not_trusted); }
  SECTION("it is for another name") {
    ::setenv("SSL_CERT_FILE", (it.folder.path() + "/own.pem").c_str(), 1);
    CHECK(it.told_by("https://127.0.0.1") == not_trusted);
  }
  SECTION("another one is trusted") {
    const certificate other{it.folder.path() + "/other.pem"};
    ::setenv("SSL_CERT_FILE", (it.folder.path() + "/other.pem").c_str(), 1);
    CHECK(it.told_by("https://localhost") == not_trusted);
  }
  CHECK(it.requests == 0);
}

TEST_CASE("given a server by https, when its certificate is trusted on this machine, then it takes rows") {
  secure_server it;
  ::setenv("SSL_CERT_FILE", (it.folder.path() + "/own.pem").c_str(), 1);
  CHECK(it.told_by("https://localhost") == "created");
  // It speaks no other tongue: what answers a request without TLS is no row's.
  CHECK(it.told_by("http://localhost").starts_with(unavailable));
  CHECK(it.requests == 1);
}
