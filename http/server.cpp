#include "http/server.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <mutex>

#include "http/conversation.hpp"
#include "http/dispatcher.hpp"
#include "http/front.hpp"
#include "http/intake.hpp"
#include "http/library.hpp"
#include "http/streams.hpp"

namespace waybill {
namespace {

constexpr auto stop_patience = std::chrono::seconds{10};
// The log, the store and uploads need descriptors too.
constexpr std::uint64_t descriptors_for_others = 512;
constexpr std::uint64_t connections_wanted = 8'192;
// However the limits are set, so many threads never wait for a slow peer.
constexpr std::size_t threads_for_short_calls = 8;
// What connections without a thread may hold together.
constexpr std::size_t held_limit_bytes = 16 << 20;
// Longer bodies are read by a worker, with a seat: a few of them would be all that may be held.
constexpr std::size_t collected_limit_bytes = 1 << 20;

/// How many connections the system lets us hold.
auto connections_limit() -> std::size_t {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return 256;
  const auto wanted = connections_wanted + descriptors_for_others;
  if (files.rlim_cur < wanted) {
    files.rlim_cur = std::min<rlim_t>(wanted, files.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &files);
    ::getrlimit(RLIMIT_NOFILE, &files);
  }
  const auto room = files.rlim_cur > 2 * descriptors_for_others ? files.rlim_cur - descriptors_for_others
                                                                : files.rlim_cur / 2;
  return static_cast<std::size_t>(std::min<std::uint64_t>(room, connections_wanted));
}

auto milliseconds_of(std::uint64_t seconds) -> std::chrono::milliseconds {
  return std::chrono::seconds{static_cast<std::int64_t>(seconds)};
}

auto front_limits_of(const settings& config) -> http::front_limits {
  return {milliseconds_of(config.http_idle_timeout_s), milliseconds_of(config.http_read_timeout_s),
          held_limit_bytes, connections_limit()};
}

auto intake_limits_of(const settings& config) -> http::intake_limits {
  return {config.http_header_limit_bytes,
          std::min<std::size_t>(config.http_json_body_limit_bytes, collected_limit_bytes)};
}

auto stream_limits_of(const settings& config) -> http::stream_limits {
  http::stream_limits limits;
  limits.all = config.http_streams_limit;
  limits.per_user = config.http_streams_per_user_limit;
  return limits;
}

auto conversation_limits_of(const settings& config) -> http::conversation_limits {
  return {config.http_header_limit_bytes, milliseconds_of(config.http_read_timeout_s),
          config.http_trusted_proxy};
}

auto threads_of(const settings& config) -> std::size_t {
  return std::max<std::size_t>(config.http_threads_limit, threads_for_short_calls + 1);
}

auto seats_of(const settings& config) -> std::size_t {
  return std::clamp<std::size_t>(config.http_body_readers_limit, 1,
                                 threads_of(config) - threads_for_short_calls);
}

/// Each costs a part of a second of a core, and some tens of MiB.
constexpr std::size_t looks_of_all = 4;
constexpr std::size_t looks_of_one = 2;

}  // namespace

struct http_server::parts {
  parts(engine& asks, const settings& with)
      : config(with),
        hands(threads_of(with)),
        seats(seats_of(with)),
        streams(asks, stream_limits_of(with)),
        batches(with.imports_batch_per_minute),
        looks(looks_of_all, looks_of_one),
        shared{asks,
               config,
               streams,
               numbers,
               batches,
               looks,
               [this] {
                 return http::service_gauges{streams.open(), seats.taken(), hands.threads()};
               }},
        split(!with.http_service_listen.empty()),
        api(shared, http::listener_kind::api, split),
        service(shared, http::listener_kind::service, split),
        api_intake(intake_limits_of(with), http::listener_kind::api, split),
        service_intake(intake_limits_of(with), http::listener_kind::service, split),
        api_talk(conversation_limits_of(with), seats, stopping, ready_at(api_intake),
                 [this](http::request& call) { return api.respond(call); }),
        service_talk(conversation_limits_of(with), seats, stopping, ready_at(service_intake),
                     [this](http::request& call) { return service.respond(call); }),
        door(
            front_limits_of(with), hands, ready_at(api_intake),
            [this](http::connection& one) { return api_talk.speak(one); }, http::too_slow_text()),
        service_door(
            front_limits_of(with), hands, ready_at(service_intake),
            [this](http::connection& one) { return service_talk.speak(one); }, http::too_slow_text()) {}

  static auto ready_at(const http::intake& where) -> http::front::readiness {
    return [&where](http::connection& one) { return where.ready(one); };
  }

  settings config;
  std::atomic<bool> stopping{false};
  http::metrics numbers;
  http::workers hands;
  http::waiting_seats seats;
  http::progress_streams streams;
  http::token_buckets batches;
  http::at_once looks;
  http::context shared;
  bool split;
  http::dispatcher api;
  http::dispatcher service;
  http::intake api_intake;
  http::intake service_intake;
  http::conversation api_talk;
  http::conversation service_talk;
  http::front door;
  http::front service_door;
  std::string host;
  std::mutex stop_mutex;
};

http_server::http_server(std::unique_ptr<parts> of) : parts_(std::move(of)) {}
http_server::~http_server() { stop(); }

auto http_server::start(engine& asks, const settings& config) -> result<std::unique_ptr<http_server>> {
  auto where = parse_endpoint(config.http_listen);
  if (!where) return std::move(where).why();
  http::prepare_library();
  auto of = std::make_unique<parts>(asks, config);
  if (auto open = of->door.open(*where); !open) return std::move(open).why();
  if (of->split) {
    auto service = parse_endpoint(config.http_service_listen);
    if (!service) return std::move(service).why();
    if (auto open = of->service_door.open(*service); !open) return std::move(open).why();
  }
  of->host = where->host.find(':') == std::string::npos ? where->host : "[" + where->host + "]";
  return std::unique_ptr<http_server>(new http_server(std::move(of)));
}

auto http_server::port() const -> std::uint16_t { return parts_->door.port(); }
auto http_server::address() const -> std::string { return parts_->host + ":" + std::to_string(port()); }
auto http_server::service_port() const -> std::uint16_t { return parts_->service_door.port(); }

void http_server::stop() {
  const std::scoped_lock lock{parts_->stop_mutex};
  parts_->stopping = true;
  parts_->streams.stop();
  parts_->door.stop(stop_patience);
  parts_->service_door.stop(std::chrono::seconds{1});
  parts_->hands.stop();
}

}  // namespace waybill
