#include "cli/client.hpp"

#include <httplib.h>
#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "cli/client_parts.hpp"
#include "cli/signals.hpp"

namespace waybill::cli {
namespace {

constexpr time_t connect_timeout_s = 10;
constexpr time_t answer_timeout_s = 120;  ///< an upload's answer waits for a sync of the disk
constexpr time_t stream_silence_s = 45;   ///< three missed keep-alives
constexpr time_t probe_timeout_s = 5;
constexpr std::size_t upload_piece_bytes = 256 << 10;

/// No file can hold it on purpose: what stands behind it in a form is read as another field.
auto fresh_boundary() -> std::string {
  std::array<std::uint64_t, 2> bits{};
  if (::getrandom(bits.data(), sizeof bits, 0) != static_cast<ssize_t>(sizeof bits)) std::abort();
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "waybill-%016llx%016llx", static_cast<unsigned long long>(bits[0]),
                static_cast<unsigned long long>(bits[1]));
  return text.data();
}

auto form_type(const std::string& boundary) -> std::string {
  return "multipart/form-data; boundary=" + boundary;
}

/// The body of an upload: prefix, the file's bytes, suffix; read in order, once.
class multipart_body {
 public:
  multipart_body(const header_list& fields, const upload_source& file, const std::string& boundary)
      : file_(file) {
    const auto part = [&](const std::string& disposition) {
      prefix_ += "--" + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\n";
    };
    for (const auto& [name, value] : fields) {
      part("name=\"" + form_quoted(name) + "\"");
      prefix_ += "\r\n" + value + "\r\n";
    }
    part("name=\"file\"; filename=\"" + form_quoted(file.name) + "\"");
    prefix_ += "Content-Type: application/octet-stream\r\n\r\n";
    suffix_ = "\r\n--" + boundary + "--\r\n";
  }

  /// Of all of it; of what was sent so far when the file's size is not known.
  [[nodiscard]] auto size() const -> std::uint64_t {
    return prefix_.size() + file_.size.value_or(sent_) + suffix_.size();
  }

  /// The next piece goes to the sink; false: reading or sending failed. `done` is true once all was sent.
  auto pass_on(httplib::DataSink& sink, bool& done) -> bool {
    if (stage_ == stage::prefix) {
      stage_ = stage::file;
      return sink.write(prefix_.data(), prefix_.size());
    }
    if (stage_ == stage::file) {
      const auto piece = next_piece();
      if (!piece) return false;
      if (!(*piece).empty()) return sink.write((*piece).data(), (*piece).size());
      stage_ = stage::done;
      return sink.write(suffix_.data(), suffix_.size());
    }
    done = true;
    return true;
  }

  [[nodiscard]] auto fault() const -> const std::optional<error>& { return fault_; }
  /// All of it, as far as one can know here.
  [[nodiscard]] auto is_sent() const -> bool { return stage_ == stage::done; }

 private:
  enum class stage { prefix, file, done };

  /// Nothing: the file cannot be read to the end that was announced.
  auto next_piece() -> std::optional<std::string_view> {
    auto most = buffer_.size();
    if (file_.size) most = std::min<std::uint64_t>(most, *file_.size - sent_);
    if (most == 0) return std::string_view();
    const auto got = file_.read(buffer_.data(), most);
    if (!got) fault_ = got.why();
    if (got && *got == 0 && file_.size)
      fault_ = error{errc::file_changed, "The file became shorter while it was read."};
    if (fault_) return std::nullopt;
    sent_ += *got;
    return std::string_view(buffer_.data(), *got);
  }

  const upload_source& file_;
  std::string prefix_, suffix_;
  std::string buffer_ = std::string(upload_piece_bytes, '\0');
  std::uint64_t sent_ = 0;
  stage stage_ = stage::prefix;
  std::optional<error> fault_;
};

}  // namespace

auto client::make(const std::string& base_url, const std::string& token) -> result<std::unique_ptr<client>> {
  const error no_url{errc::bad_value, "'" + printable(base_url) +
                                          "' is no address of a server; write it as http://HOST:PORT."};
  if (!base_url.starts_with("http://") && !base_url.starts_with("https://")) return no_url;
  auto trimmed = base_url.ends_with('/') ? base_url.substr(0, base_url.size() - 1) : base_url;
  // The library would drop what stands behind the port without a word.
  if (trimmed.find_first_of("/?#@", trimmed.find("://") + 3) != std::string::npos)
    return {errc::bad_value,
            "'" + printable(base_url) +
                "' is more than the address of a server; a bare http://HOST:PORT is wanted."};
  try {
    auto http = std::make_unique<httplib::Client>(trimmed);
    if (!http->is_valid()) return no_url;
    http->set_connection_timeout(connect_timeout_s);
    http->set_read_timeout(answer_timeout_s);
    http->set_write_timeout(answer_timeout_s);
    http->set_tcp_nodelay(true);
    std::unique_ptr<client> made(new client(std::move(trimmed), std::move(http)));
    if (!token.empty()) made->credentials_ = {{"Authorization", "Bearer " + token}};
    return made;
  } catch (const std::exception&) {
    return no_url;
  }
}

client::client(std::string base_url, std::unique_ptr<httplib::Client> http)
    : base_url_(std::move(base_url)), http_(std::move(http)) {}
client::~client() = default;

void client::stop() {
  stopped_.store(true);
  http_->stop();
}

auto client::by() const -> asked_server { return {base_url_, credentials_}; }

auto client::unreachable(int failure) const -> error {
  if (stopped_.load()) return {errc::unavailable, "Interrupted."};
  if (static_cast<httplib::Error>(failure) == httplib::Error::Connection)
    return {errc::unavailable, "There is no server at " + base_url_ + ". Is 'waybill serve' running there?"};
  return {errc::unavailable, "The connection to " + base_url_ + " broke (" +
                                 httplib::to_string(static_cast<httplib::Error>(failure)) + ")."};
}

namespace {

/// Did the question perhaps get through, though no answer came back?
auto is_open_question(const httplib::Result& answer) -> bool {
  return !answer && answer.error() != httplib::Error::Connection;
}

}  // namespace

template <class Ask>
auto client::asked(const Ask& ask) {
  const asked_change under_way;
  auto answer = ask();
  unanswered_ = is_open_question(answer);
  return answer;
}

auto client::get(const std::string& path, std::string_view member) -> result<json> {
  if (stopped_.load()) return unreachable(0);
  const auto answer = http_->Get(path, as_headers(credentials_));
  if (!answer) return unreachable(static_cast<int>(answer.error()));
  return read_answer(*answer, member, by());
}

auto client::post(const std::string& path, const json& body, std::string_view member) -> result<json> {
  if (stopped_.load()) return unreachable(0);
  const auto text = body.is_null() ? std::string() : json_line(body);
  const auto answer =
      asked([&] { return http_->Post(path, as_headers(credentials_), text, "application/json"); });
  if (!answer) return unreachable(static_cast<int>(answer.error()));
  return read_answer(*answer, member, by());
}

auto client::post_once(const std::string& path, const json& body, const std::string& key,
                       std::string_view member) -> result<json> {
  if (stopped_.load()) return unreachable(0);
  auto asking = credentials_;
  asking.emplace_back("Idempotency-Key", key);
  const auto answer =
      asked([&] { return http_->Post(path, as_headers(asking), json_line(body), "application/json"); });
  if (!answer) return unreachable(static_cast<int>(answer.error()));
  return read_answer(*answer, member, by());
}

auto client::put(const std::string& path, const json& body, std::string_view member) -> result<json> {
  if (stopped_.load()) return unreachable(0);
  const auto answer =
      asked([&] { return http_->Put(path, as_headers(credentials_), json_line(body), "application/json"); });
  if (!answer) return unreachable(static_cast<int>(answer.error()));
  return read_answer(*answer, member, by());
}

auto client::patch(const std::string& path, const json& body, std::string_view member) -> result<json> {
  if (stopped_.load()) return unreachable(0);
  const auto answer = asked(
      [&] { return http_->Patch(path, as_headers(credentials_), json_line(body), "application/json"); });
  if (!answer) return unreachable(static_cast<int>(answer.error()));
  return read_answer(*answer, member, by());
}

auto client::remove(const std::string& path) -> result<done> {
  if (stopped_.load()) return unreachable(0);
  const auto answer = asked([&] { return http_->Delete(path, as_headers(credentials_)); });
  if (!answer) return unreachable(static_cast<int>(answer.error()));
  return checked(*answer, {204}, by());
}

auto client::sign_in(const std::string& username, const std::string& password) -> result<done> {
  const json body{{"username", username}, {"password", password}};
  const auto answer = http_->Post("/api/v1/session", httplib::Headers{}, json_line(body), "application/json");
  if (!answer) return unreachable(static_cast<int>(answer.error()));
  const auto said = read_answer(*answer, "csrf_token", by());
  if (!said) return said.why();
  const auto cookie = answer->get_header_value("Set-Cookie");
  credentials_ = {{"Cookie", cookie.substr(0, cookie.find(';'))},
                  {"X-CSRF-Token", text_at(*said, "csrf_token")}};
  return done{};
}

auto client::sign_out() -> result<done> {
  auto gone = remove("/api/v1/session");
  credentials_.clear();
  return gone;
}

auto client::download(const std::string& path, due_bytes due,
                      const std::function<bool(std::string_view)>& take) -> result<done> {
  if (stopped_.load()) return unreachable(0);
  watched_answer seen;
  const auto answer = http_->Get(
      path, as_headers(credentials_),
      [&](const httplib::Response& head) {
        seen.begin(head, due == due_bytes::file ? fault_of_file(head, by()) : fault_of_list(head, by()));
        return true;
      },
      [&](const char* bytes, std::size_t size) {
        return seen.is_good() ? take({bytes, size}) : seen.keep({bytes, size});
      });
  if (seen.has_begun() && !seen.is_good()) return seen.fault(by());
  if (!answer) return unreachable(static_cast<int>(answer.error()));
  return done{};
}

auto client::upload(const std::string& path, const header_list& fields, const upload_source& file,
                    std::string_view member) -> result<json> {
  if (stopped_.load()) return unreachable(0);
  const auto boundary = fresh_boundary();
  multipart_body body(fields, file, boundary);
  const auto type = form_type(boundary);
  bool done = false;
  auto answer =
      file.size
          ? http_->Post(
                path, as_headers(credentials_), body.size(),
                [&](std::size_t, std::size_t, httplib::DataSink& sink) { return body.pass_on(sink, done); },
                type)
          : http_->Post(
                path, as_headers(credentials_),
                [&](std::size_t, httplib::DataSink& sink) {
                  const bool good = body.pass_on(sink, done);
                  if (done) sink.done();
                  return good;
                },
                type);
  if (body.fault()) return *body.fault();
  unanswered_ = body.is_sent() && is_open_question(answer);
  if (!answer) return refused_upload(path, body.size(), static_cast<int>(answer.error()));
  return read_answer(*answer, member, by());
}

auto client::refused_upload(const std::string& path, std::uint64_t size, int failure) -> error {
  // A server that refuses a body answers and closes before it has read all of it, and the answer is lost with
  // the connection. Asked once more with `Expect`, it says why before a body is sent.
  if (stopped_.load() || static_cast<httplib::Error>(failure) == httplib::Error::Connection)
    return unreachable(failure);
  const auto boundary = fresh_boundary();
  httplib::Request request;
  request.method = "POST";
  request.path = path;
  request.headers = as_headers(credentials_);
  request.headers.emplace("Content-Type", form_type(boundary));
  request.headers.emplace("Content-Length", std::to_string(size));
  request.headers.emplace("Expect", "100-continue");
  // The library says `Content-Length: 0` of an empty body, whatever the headers say: so there is a beginning
  // of one.
  request.body = "--" + boundary;
  http_->set_read_timeout(probe_timeout_s);
  const auto answer = http_->send(request);
  http_->set_read_timeout(answer_timeout_s);
  // Nobody takes half a body in: whatever is said of it is no yes.
  if (answer && answer->status >= 200) return checked(*answer, {}, by()).why();
  return unreachable(failure);
}

auto client::follow(const std::string& path, const std::string& last_id,
                    const std::function<bool(const stream_event&)>& take) -> result<done> {
  if (stopped_.load()) return unreachable(0);
  auto asking = credentials_;
  asking.emplace_back("Accept", "text/event-stream");
  if (!last_id.empty()) asking.emplace_back("Last-Event-ID", last_id);
  watched_answer seen;
  event_stream_reader reader;
  bool enough = false;
  http_->set_read_timeout(stream_silence_s);
  const auto answer = http_->Get(
      path, as_headers(asking),
      [&](const httplib::Response& head) {
        seen.begin(head, fault_of_stream(head, by()));
        return true;
      },
      [&](const char* bytes, std::size_t size) {
        if (!seen.is_good()) return seen.keep({bytes, size}) && !stopped_.load();
        enough = !reader.feed({bytes, size}, take);
        return !enough && !stopped_.load();
      });
  http_->set_read_timeout(answer_timeout_s);
  if (seen.has_begun() && !seen.is_good()) return seen.fault(by());
  if (!answer && !enough) return unreachable(static_cast<int>(answer.error()));
  return done{};
}

}  // namespace waybill::cli
