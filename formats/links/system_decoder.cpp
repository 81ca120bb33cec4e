#include "formats/links/system_decoder.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "formats/text.hpp"

namespace waybill::formats::links {
namespace {

constexpr std::string_view no_text = "\xEF\xBF\xBD";
constexpr std::size_t longest_label = 40;

/// No option of iconv's own, such as `//TRANSLIT`.
auto is_label(std::string_view label) -> bool {
  return !label.empty() && label.size() <= longest_label && std::ranges::all_of(label, [](char c) {
    return text::is_digit(c) || (text::lower(c) >= 'a' && text::lower(c) <= 'z') || c == '-' || c == '_' ||
           c == '.' || c == ':';
  });
}

}  // namespace

auto system_decoder::named(const std::string& name) -> std::unique_ptr<system_decoder> {
  auto* const way = ::iconv_open("UTF-8", name.c_str());
  if (way == reinterpret_cast<iconv_t>(-1)) return nullptr;
  return std::unique_ptr<system_decoder>(new system_decoder(way));
}

auto system_decoder::of_label(std::string_view label) -> std::unique_ptr<system_decoder> {
  if (!is_label(label)) return nullptr;
  auto made = named(std::string(label));
  if (made == nullptr) return nullptr;
  std::string ascii = "\n";
  for (char c = ' '; c <= '~'; ++c) ascii.push_back(c);
  std::string same;
  made->append(ascii, same);
  made->finish(same);
  return same == ascii ? std::move(made) : nullptr;
}

system_decoder::~system_decoder() { ::iconv_close(way_); }

void system_decoder::append(std::string_view bytes, std::string& out) {
  while (!bytes.empty()) {
    const auto size = std::min(bytes.find('\n'), bytes.size() - 1) + 1;
    append_line(bytes.substr(0, size), out);
    // Some change their alphabet by signs, and a line begins with ASCII (RFC 1468): one that is damaged
    // costs no other.
    if (bytes[size - 1] == '\n') reset(out);
    bytes.remove_prefix(size);
  }
}

void system_decoder::append_line(std::string_view bytes, std::string& out) {
  held_.append(bytes);
  std::array<char, 4'096> room{};
  auto* at = held_.data();
  auto left = held_.size();
  while (left > 0) {
    auto* to = room.data();
    auto to_left = room.size();
    const auto done = ::iconv(way_, &at, &left, &to, &to_left);
    const auto why = errno;
    out.append(room.data(), room.size() - to_left);
    if (done != static_cast<std::size_t>(-1) || why == E2BIG) continue;
    if (why == EINVAL) break;  // cut in a letter
    out.append(no_text);
    all_text_ = false;
    ++at;
    --left;
  }
  held_.erase(0, held_.size() - left);
}

void system_decoder::reset(std::string& out) {
  // Some hold a letter back, for a mark that may follow.
  std::array<char, 64> room{};
  auto* to = room.data();
  auto to_left = room.size();
  ::iconv(way_, nullptr, nullptr, &to, &to_left);
  out.append(room.data(), room.size() - to_left);
  for (std::size_t i = 0; i < held_.size(); ++i) out.append(no_text);
  all_text_ = all_text_ && held_.empty();
  held_.clear();
}

void system_decoder::finish(std::string& out) { reset(out); }

}  // namespace waybill::formats::links
