// Every route in one table: method, path, who may, body, handler, and its words in the API's description.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/context.hpp"
#include "http/exchange.hpp"

namespace waybill::http {

enum class access : std::uint8_t { anybody, signed_in, admin };
/// What a body may be; `form` is multipart/form-data and `long_json` JSON, both streamed and handing in an
/// import; `maybe_json` may be missing; `form_or_json` hands in an import by either; `bytes` are those of a
/// file, streamed.
enum class body_kind : std::uint8_t { none, json, maybe_json, form, long_json, form_or_json, bytes };
/// Which listener serves it, when there are two.
enum class listener_kind : std::uint8_t { api, service };

using handler = auto(*)(context&, request&) -> result<answer>;

struct query_words {
  std::string_view name;
  std::string_view about;
  std::string_view schema;  ///< JSON text
  bool repeats = false;
};

struct route {
  std::string_view method;
  std::string_view pattern;  ///< `/api/v1/imports/{id}`; no two parameters have one name
  access who = access::signed_in;
  handler act = nullptr;
  std::string_view id;  ///< operationId
  std::string_view summary;
  int success = 200;
  std::string_view answers;  ///< name of a schema, or media types when it holds a `/`; "": no body
  std::vector<query_words> query{};
  body_kind body = body_kind::none;
  std::string_view body_schema{};
  std::string_view json_schema{};  ///< of `form_or_json`
  std::vector<int> faults{};       ///< statuses that may be answered beside those that follow from the rest
  bool long_transfer = false;      ///< asks for a seat among the slow before it begins
  bool may_be_over = false;        ///< 204: there is nothing more to come
  bool once = false;               ///< takes an Idempotency-Key, as whoever hands in an import
  bool stays_open = false;         ///< a stream: like a long transfer it ends with the right that opened it
  listener_kind where = listener_kind::api;
  bool page = false;  ///< of the web app, or a file of it: no part of the API; its query is the browser's
};

auto route_table() -> std::span<const route>;

/// What the table says about a request.
struct matched {
  const route* found = nullptr;
  std::string allow;  ///< no route of that method, but of these: 405
  std::vector<std::string> captured;
};

/// HEAD finds what GET finds. `where` is looked at when `split`; else every route is served. Any thread.
auto match(std::string_view method, const std::vector<std::string>& segments, listener_kind where, bool split)
    -> matched;

}  // namespace waybill::http
