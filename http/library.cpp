#include "http/library.hpp"

#include <httplib.h>

#include <algorithm>
#include <cstring>

#include "http/faults.hpp"

namespace waybill::http {
namespace {

/// What the library reads is the head that we wrote; what it writes goes to `to`.
class head_stream final : public httplib::Stream {
 public:
  head_stream(std::string head, byte_sink to) : head_(std::move(head)), to_(std::move(to)) {}
  [[nodiscard]] auto is_readable() const -> bool override { return at_ < head_.size(); }
  [[nodiscard]] auto is_writable() const -> bool override { return !broken_; }
  auto read(char* to, std::size_t size) -> ssize_t override {
    const auto n = std::min(size, head_.size() - at_);
    std::memcpy(to, head_.data() + at_, n);
    at_ += n;
    return static_cast<ssize_t>(n);
  }
  auto write(const char* from, std::size_t size) -> ssize_t override {
    if (!mute && !to_({from, size})) broken_ = true;
    return broken_ ? -1 : static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  // The library refuses numbers beyond FD_SETSIZE, for a select() that is never called here.
  [[nodiscard]] auto socket() const -> socket_t override { return 0; }

  bool mute = false;

 private:
  std::string head_;
  std::size_t at_ = 0;
  byte_sink to_;
  bool broken_ = false;
};

/// Ranges, compression and 100-continue are left out on purpose: the library's ways amplify, cost a core, or
/// answer too early. Framing is ours already.
auto plain_head(const request_head& from) -> std::string {
  return from.method + " " + from.target.substr(0, from.target.find('?')) + " HTTP/1.1\r\n\r\n";
}

void give(answer& from, bool chunks, httplib::Response& to) {
  to.status = from.status;
  for (const auto& [name, value] : from.headers) to.set_header(name, value);
  if (!from.stream) {
    to.body = std::move(from.body);
    if (!from.content_type.empty()) to.set_header("Content-Type", from.content_type);
    return;
  }
  const auto provide = [stream = std::move(from.stream)](std::size_t, httplib::DataSink& sink) {
    try {
      if (!stream([&](std::string_view bytes) {
            return bytes.empty() || sink.write(bytes.data(), bytes.size());
          }))
        return false;
    } catch (...) {
      return false;  // an answer that breaks off is all that can still be said
    }
    sink.done();
    return true;
  };
  if (chunks) {
    to.set_chunked_content_provider(from.content_type, provide);
  } else {
    to.set_content_provider(from.content_type, provide);
  }
}

class library final : public httplib::Server {
 public:
  library(head_stream& stream, bool chunks, bool close, const std::function<answer()>& respond) {
    svr_sock_ = 0;  // "not shutting down": content providers ask
    out.close = close;
    set_pre_routing_handler(
        [&stream, chunks, &respond, this](const httplib::Request&, httplib::Response& to) {
          auto what = respond();
          stream.mute = what.take_over || what.later;
          out.take_over = std::move(what.take_over);
          out.later = std::move(what.later);
          out.close = out.close || what.close || (what.stream && !chunks);
          give(what, chunks, to);
          return HandlerResponse::Handled;
        });
    set_post_routing_handler([this](const httplib::Request&, httplib::Response& to) {
      to.headers.erase("Keep-Alive");
      to.headers.erase("Accept-Ranges");
      to.headers.erase("Connection");
      if (out.close) to.set_header("Connection", "close");
      const bool no_length =
          to.status == 204 || to.status == 304 || to.get_header_value("Content-Type") == "text/event-stream";
      if (no_length) to.headers.erase("Content-Length");
    });
  }
  void run(head_stream& stream) {
    bool closed = false;
    out.whole = process_request(stream, false, closed, nullptr);
  }
  written out;
};

}  // namespace

auto run_library(const request_head& head, wire& to, bool close, const std::function<answer()>& respond)
    -> written {
  head_stream stream{plain_head(head), [&to](std::string_view bytes) { return to.write(bytes); }};
  library one{stream, !head.old_version, close, respond};
  one.run(stream);
  if (!one.out.take_over && !one.out.later) one.out.whole = to.flush() && one.out.whole;
  return std::move(one.out);
}

auto text_of(answer what) -> std::string {
  request_head any;
  any.method = "GET";
  any.target = "/";
  std::string text;
  head_stream stream{plain_head(any), [&text](std::string_view bytes) {
                       text.append(bytes);
                       return true;
                     }};
  const std::function<answer()> respond = [&what] { return std::move(what); };
  library one{stream, true, true, respond};
  one.run(stream);
  return text;
}

void prepare_library() { static_cast<void>(text_of({})); }

}  // namespace waybill::http
