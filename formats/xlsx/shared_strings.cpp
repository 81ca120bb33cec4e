#include "formats/xlsx/shared_strings.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "formats/text.hpp"
#include "formats/xlsx/values.hpp"
#include "formats/xlsx/xml.hpp"

namespace waybill::formats::xlsx {
namespace {

constexpr std::size_t size_bytes = 4;  ///< in front of each string
constexpr std::size_t write_bytes = 256 << 10;

class strings_listener final : public xml_listener {
 public:
  explicit strings_listener(shared_strings& into) : into_(into) {}

  void on_start(std::string_view name, std::uint32_t depth, const attributes&) override {
    if (depth == 2 && name == "si") raw_.clear();
    if (depth == 3) in_run_ = name == "r";
    wants_text = name == "t" && (depth == 3 || (depth == 4 && in_run_));
  }
  void on_end(std::string_view name, std::uint32_t depth) override {
    wants_text = false;
    if (depth != 2 || name != "si") return;
    text_.clear();
    append_unescaped(raw_, text_);
    is_written_ = is_written_ && into_.add(text::cut_to_bytes(text_, shared_strings::longest_bytes));
  }
  void on_text(std::string_view text) override {
    // An escape is seven times as long as what it stands for.
    constexpr auto most = 8 * shared_strings::longest_bytes;
    raw_.append(text.substr(0, most - std::min(most, raw_.size())));
  }
  [[nodiscard]] auto is_written() const -> bool { return is_written_; }

 private:
  shared_strings& into_;
  std::string raw_, text_;
  bool in_run_ = false;
  bool is_written_ = true;
};

}  // namespace

shared_strings::shared_strings(std::string scratch_folder, std::size_t budget_bytes)
    : folder_(std::move(scratch_folder)), budget_(budget_bytes) {}

shared_strings::~shared_strings() {
  if (file_ >= 0) ::close(file_);
}

auto shared_strings::open_scratch() -> bool {
  auto name = folder_ + "/strings-XXXXXX";
  file_ = ::mkostemp(name.data(), O_CLOEXEC);
  return file_ >= 0 && ::unlink(name.c_str()) == 0;
}

auto shared_strings::spill() -> bool {
  if (file_ < 0 && !open_scratch()) return false;
  std::string_view left = held_;
  while (!left.empty()) {
    const auto written = ::pwrite(file_, left.data(), left.size(), static_cast<off_t>(spilled_));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    spilled_ += static_cast<std::uint64_t>(written);
    left.remove_prefix(static_cast<std::size_t>(written));
  }
  held_.clear();
  return true;
}

auto shared_strings::add(std::string_view text) -> bool {
  text = text.substr(0, longest_bytes);
  if (count_++ % group == 0) places_.push_back(total_);
  const auto size = static_cast<std::uint32_t>(text.size());
  held_.append(reinterpret_cast<const char*>(&size), size_bytes);
  held_ += text;
  total_ += size_bytes + text.size();
  return held_.size() <= (file_ < 0 ? budget_ : std::min(budget_, write_bytes)) || spill();
}

auto shared_strings::finish() -> bool {
  if (file_ < 0) return true;
  if (!spill()) return false;
  std::string().swap(held_);
  cache_.resize(windows);
  return true;
}

auto shared_strings::window_at(std::uint64_t number) -> const std::string* {
  auto& slot = cache_[number % windows];
  if (slot.number == number) return &slot.bytes;
  slot.bytes.resize(window_bytes);
  const auto got = ::pread(file_, slot.bytes.data(), window_bytes, static_cast<off_t>(number * window_bytes));
  slot.number = got < 0 ? ~std::uint64_t{0} : number;
  if (got < 0) return nullptr;
  slot.bytes.resize(static_cast<std::size_t>(got));
  return &slot.bytes;
}

auto shared_strings::copy(std::uint64_t at, std::size_t size, char* into) -> bool {
  if (file_ < 0) {
    if (at + size > held_.size()) return false;
    std::memcpy(into, held_.data() + at, size);
    return true;
  }
  while (size > 0) {
    const auto* const from = window_at(at / window_bytes);
    const auto offset = static_cast<std::size_t>(at % window_bytes);
    if (from == nullptr || from->size() <= offset) return false;
    const auto part = std::min(size, from->size() - offset);
    std::memcpy(into, from->data() + offset, part);
    into += part;
    at += part;
    size -= part;
  }
  return true;
}

auto shared_strings::size_at(std::uint64_t& at, std::uint32_t& size) -> bool {
  if (!copy(at, size_bytes, reinterpret_cast<char*>(&size))) return false;
  at += size_bytes;
  return true;
}

auto shared_strings::read(std::uint64_t number, std::string& out) -> bool {
  auto at = places_[static_cast<std::size_t>(number / group)];
  std::uint32_t size = 0;
  for (auto before = number % group; before > 0; --before) {
    if (!size_at(at, size)) return false;
    at += size;
  }
  if (!size_at(at, size) || size > longest_bytes) return false;
  out.resize(size);
  return copy(at, size, out.data());
}

auto read_shared_strings(const std::shared_ptr<package>& of, std::size_t part, shared_strings& into)
    -> fault {
  strings_listener listener(into);
  part_parser parser(of, part, listener);
  while (listener.is_written() && parser.step()) {
  }
  if (parser.why()) return parser.why();
  if (listener.is_written() && into.finish()) return {};
  return {fault_code::unreadable, of->name(part),
          "There is no room for the temporary file of the workbook's texts."};
}

}  // namespace waybill::formats::xlsx
