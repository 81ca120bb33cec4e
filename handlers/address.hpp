// Where a webhook may be: on the network by https, or on this machine.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "events/result.hpp"

namespace waybill::handlers {

struct webhook_address {
  bool tls = true;
  std::string host;  ///< without the brackets of an IPv6 address
  int port = 443;
  std::string target;     ///< path and query
  bool loopback = false;  ///< it says itself that it is on this machine
};

/// `https://host[:port][/path][?query]`, or http with `localhost`, 127.0.0.0/8 or [::1]. No user, password or
/// fragment. Errors: bad_value, saying what is wrong. Any thread.
auto parse_address(std::string_view url) -> result<webhook_address>;

/// Is it an address of the network, and no name? Any thread.
auto is_address(const std::string& host) -> bool;
/// Does an address of the network, as text, belong to no place out there: loopback, link-local, private, not
/// assigned, or for many? What is no address does too. Any thread.
auto is_private(const std::string& address) -> bool;

/// Asks the resolver, blocks. The addresses that may be used, in its order, one at least; which private ones
/// may, `allow_private` says, and for a host that is loopback only those are taken. Errors: handler_refused,
/// when there are only others; handler_unavailable, when the name is not known now.
auto resolve(const webhook_address& of, bool allow_private) -> result<std::vector<std::string>>;

}  // namespace waybill::handlers
