#include "cli/standard_input.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string_view>

namespace waybill::cli {
namespace {

/// std::cin makes no difference between an end and a fault.
class standard_input {
 public:
  /// What was read and not taken yet; empty at the end. Nothing: errno says why.
  auto rest() -> std::optional<std::string_view> {
    while (begin_ == end_) {
      const auto got = ::read(STDIN_FILENO, bytes_.data(), bytes_.size());
      if (got == 0) return std::string_view();
      if (got > 0) {
        begin_ = 0;
        end_ = static_cast<std::size_t>(got);
      } else if (errno == EAGAIN) {
        // Whoever shares it made it non-blocking.
        pollfd one{STDIN_FILENO, POLLIN, 0};
        ::poll(&one, 1, -1);
      } else if (errno != EINTR) {
        return std::nullopt;
      }
    }
    return std::string_view(bytes_.data() + begin_, end_ - begin_);
  }
  void take(std::size_t size) { begin_ += size; }

 private:
  std::array<char, 1 << 16> bytes_{};
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace

auto next_line(std::string& line) -> result<bool> {
  static standard_input input;
  line.clear();
  for (bool any = false;; any = true) {
    const auto rest = input.rest();
    if (!rest)
      return {errc::bad_value, std::string("Standard input cannot be read: ") + std::strerror(errno) + "."};
    if (rest->empty() && !any) return false;
    const auto end = rest->find('\n');
    line.append(rest->substr(0, end));
    if (rest->empty() || end != std::string_view::npos) {
      input.take(rest->empty() ? 0 : end + 1);
      if (line.ends_with('\r')) line.pop_back();
      return true;
    }
    input.take(rest->size());
  }
}

}  // namespace waybill::cli
