// Sockets that listen.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <string>

#include "config/settings.hpp"
#include "events/result.hpp"

namespace waybill::http {

struct listening {
  int fd = -1;  ///< non-blocking; the caller closes it
  std::uint16_t port = 0;
};

/// Errors: bad_value (no such address), busy (the port is taken, or its address not there
/// yet), unavailable (it may not be bound).
auto listen_at(const endpoint& where) -> result<listening>;

/// The address as text, without port; IPv4 inside IPv6 as IPv4.
auto address_text(const sockaddr_storage& peer) -> std::string;

}  // namespace waybill::http
