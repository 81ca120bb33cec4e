#include "handlers/address.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

namespace waybill::handlers {
namespace {

auto bad(const std::string& why) -> error { return {errc::bad_value, why, {}}; }

constexpr std::string_view secure = "https://";
constexpr std::string_view plain = "http://";

auto is_loopback_name(std::string_view host) -> bool {
  if (host == "localhost" || host == "::1") return true;
  in_addr at{};
  return inet_pton(AF_INET, std::string(host).c_str(), &at) == 1 && (ntohl(at.s_addr) >> 24U) == 127;
}

auto is_host(std::string_view host) -> bool {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == ':' || c == '_';
  };
  return !host.empty() && std::all_of(host.begin(), host.end(), fits);
}

/// `host`, `host:port`, `[address]:port`.
auto take_authority(std::string_view text, webhook_address& into) -> bool {
  std::string_view port;
  bool has_port = false;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return false;
    into.host = text.substr(1, end - 1);
    const auto rest = text.substr(end + 1);
    if (!rest.empty() && rest.front() != ':') return false;
    has_port = !rest.empty();
    port = has_port ? rest.substr(1) : rest;
  } else {
    const auto colon = text.find(':');
    has_port = colon != std::string_view::npos;
    into.host = text.substr(0, colon);
    if (has_port) port = text.substr(colon + 1);
  }
  constexpr int most_port = 65'535;
  if (has_port) {
    const auto read = std::from_chars(port.data(), port.data() + port.size(), into.port);
    if (read.ec != std::errc{} || read.ptr != port.data() + port.size()) return false;
  }
  return is_host(into.host) && into.port >= 1 && into.port <= most_port;
}

/// The first bits of an address, of which how many count.
struct network {
  std::uint32_t first;
  unsigned bits;
};
/// RFC 6890 and its registry: what is not globally reachable.
constexpr std::array private_networks{
    network{0x00000000, 8},  network{0x0A000000, 8},  network{0x64400000, 10}, network{0x7F000000, 8},
    network{0xA9FE0000, 16}, network{0xAC100000, 12}, network{0xC0000000, 24}, network{0xC0000200, 24},
    network{0xC0A80000, 16}, network{0xC6120000, 15}, network{0xC6336400, 24}, network{0xCB007100, 24},
    network{0xE0000000, 4},  network{0xF0000000, 4}};

auto is_private_v4(std::uint32_t address) -> bool {
  return std::any_of(private_networks.begin(), private_networks.end(),
                     [&](const network& one) { return ((address ^ one.first) >> (32U - one.bits)) == 0; });
}

/// Only 2000::/3 is given out, and in it some ways lead back to IPv4.
auto is_private_v6(const in6_addr& address) -> bool {
  const auto& byte = address.s6_addr;
  const auto v4_at = [&](std::size_t i) {
    return std::uint32_t{byte[i]} << 24U | std::uint32_t{byte[i + 1]} << 16U |
           std::uint32_t{byte[i + 2]} << 8U | byte[i + 3];
  };
  constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  constexpr std::array<std::uint8_t, 12> translated{0, 0x64, 0xFF, 0x9B};
  const auto begins = [&](const auto& with) {
    return std::equal(with.begin(), with.end(), std::begin(byte));
  };
  if (begins(mapped) || begins(translated)) return is_private_v4(v4_at(12));
  if (byte[0] == 0x20 && byte[1] == 0x02) return is_private_v4(v4_at(2));  // 6to4
  const bool documentation = byte[0] == 0x20 && byte[1] == 0x01 && byte[2] == 0x0D && byte[3] == 0xB8;
  const bool teredo = byte[0] == 0x20 && byte[1] == 0x01 && byte[2] == 0 && byte[3] == 0;
  return (byte[0] & 0xE0U) != 0x20 || documentation || teredo;
}

auto is_loopback(const std::string& address) -> bool { return is_loopback_name(address); }

auto text_of(const addrinfo& one) -> std::string {
  std::array<char, NI_MAXHOST> text{};
  if (getnameinfo(one.ai_addr, one.ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) != 0)
    return {};
  return text.data();
}

}  // namespace

auto parse_address(std::string_view url) -> result<webhook_address> {
  webhook_address made;
  made.tls = url.starts_with(secure);
  if (!made.tls && !url.starts_with(plain)) return bad("the URL of a webhook begins with https://");
  made.port = made.tls ? 443 : 80;
  const auto rest = url.substr(made.tls ? secure.size() : plain.size());
  const auto end = std::min(rest.find_first_of("/?#"), rest.size());
  const auto authority = rest.substr(0, end);
  const auto target = rest.substr(end);
  const bool is_clean = std::all_of(target.begin(), target.end(), [](char c) { return c > ' ' && c < 0x7F; });
  if (authority.find('@') != std::string_view::npos)
    return bad("the URL of a webhook has no user or password");
  if (target.find('#') != std::string_view::npos) return bad("the URL of a webhook has no fragment");
  if (!is_clean || !take_authority(authority, made)) return bad("this is no URL of a webhook");
  made.target = target.starts_with('/') ? std::string(target) : "/" + std::string(target);
  made.loopback = is_loopback_name(made.host);
  if (!made.tls && !made.loopback) return bad("a webhook that is not on this machine takes https://");
  return made;
}

auto is_address(const std::string& host) -> bool {
  in_addr v4{};
  in6_addr v6{};
  return inet_pton(AF_INET, host.c_str(), &v4) == 1 || inet_pton(AF_INET6, host.c_str(), &v6) == 1;
}

auto is_private(const std::string& address) -> bool {
  in_addr v4{};
  in6_addr v6{};
  if (inet_pton(AF_INET, address.c_str(), &v4) == 1) return is_private_v4(ntohl(v4.s_addr));
  if (inet_pton(AF_INET6, address.c_str(), &v6) == 1) return is_private_v6(v6);
  return true;
}

auto resolve(const webhook_address& of, bool allow_private) -> result<std::vector<std::string>> {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(of.host.c_str(), nullptr, &hints, &found) != 0)
    return {errc::handler_unavailable, "The name of the handler's server is not known now."};
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> all{found, freeaddrinfo};
  std::vector<std::string> usable;
  for (const auto* one = found; one != nullptr; one = one->ai_next) {
    auto address = text_of(*one);
    if (of.loopback ? is_loopback(address) : allow_private || !is_private(address))
      usable.push_back(std::move(address));
  }
  if (!usable.empty()) return usable;
  return {errc::handler_refused,
          "The handler's server has a private address, and the settings of the handler do not allow that."};
}

}  // namespace waybill::handlers
