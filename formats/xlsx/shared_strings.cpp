#include "formats/xlsx/shared_strings.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "formats/text.hpp"
#include "formats/xlsx/row_code.hpp"
#include "formats/xlsx/values.hpp"
#include "formats/xlsx/xml.hpp"

namespace waybill::formats::xlsx {
namespace {

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
  if ((count_ & ((std::uint64_t{1} << group_bits_) - 1)) == 0) begin_group();
  ++count_;
  if (text.empty()) {
    ++run_;
    return spill_when_full();
  }
  end_run();
  text = text.substr(0, longest_bytes);
  const auto before = held_.size();
  put_number(text.size(), held_);
  held_ += text;
  total_ += held_.size() - before;
  return spill_when_full();
}

void shared_strings::begin_group() {
  end_run();
  if (places_.size() == most_places) {
    for (std::size_t i = 0; i < most_places / 2; ++i) places_[i] = places_[2 * i];
    places_.resize(most_places / 2);
    ++group_bits_;
  }
  places_.push_back(total_);
}

void shared_strings::end_run() {
  if (run_ == 0) return;
  const auto before = held_.size();
  put_number(0, held_);
  put_number(std::exchange(run_, 0), held_);
  total_ += held_.size() - before;
}

auto shared_strings::spill_when_full() -> bool {
  return held_.size() <= (file_ < 0 ? budget_ : std::min(budget_, write_bytes)) || spill();
}

auto shared_strings::finish() -> bool {
  end_run();
  if (file_ < 0) return true;
  if (!spill()) return false;
  std::string().swap(held_);
  cache_.resize(windows);
  // The last one goes on.
  for (auto& one : cache_)
    if (one.bytes.size() < window_bytes) one.number = ~std::uint64_t{0};
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

/// What can be seen from there on; empty: nothing.
auto shared_strings::at_hand(std::uint64_t at) -> std::string_view {
  if (file_ < 0) return std::string_view(held_).substr(std::min<std::size_t>(at, held_.size()));
  const auto* const from = window_at(at / window_bytes);
  if (from == nullptr) return {};
  return std::string_view(*from).substr(std::min<std::size_t>(at % window_bytes, from->size()));
}

auto shared_strings::copy(std::uint64_t at, std::size_t size, char* into) -> bool {
  while (size > 0) {
    const auto from = at_hand(at).substr(0, size);
    if (from.empty()) return false;
    std::memcpy(into, from.data(), from.size());
    into += from.size();
    at += from.size();
    size -= from.size();
  }
  return true;
}

auto shared_strings::number_at(std::uint64_t& at, std::uint64_t& number) -> bool {
  constexpr unsigned more_bit = 0x80;
  number = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const auto from = at_hand(at);
    if (from.empty()) return false;
    const auto byte = static_cast<unsigned char>(from.front());
    ++at;
    number |= std::uint64_t{byte & (more_bit - 1)} << shift;
    if (byte < more_bit) return true;
  }
  return false;
}

auto shared_strings::read(std::uint64_t number, std::string& out) -> bool {
  auto at = places_[static_cast<std::size_t>(number >> group_bits_)];
  auto before = number & ((std::uint64_t{1} << group_bits_) - 1);
  for (;;) {
    std::uint64_t size = 0, run = 1;
    if (!number_at(at, size) || size > longest_bytes) return false;
    if (size == 0 && (!number_at(at, run) || run == 0)) return false;
    if (before < run) {
      out.resize(static_cast<std::size_t>(size));
      return copy(at, out.size(), out.data());
    }
    before -= run;
    at += size;
  }
}

struct strings_part::impl {
  std::shared_ptr<package> of;
  std::size_t part;
  shared_strings& into;
  strings_listener listener;
  part_parser parser;

  impl(std::shared_ptr<package> from, std::size_t which, shared_strings& to)
      : of(std::move(from)), part(which), into(to), listener(to), parser(of, part, listener) {}
};

strings_part::strings_part(std::shared_ptr<package> of, std::size_t part, shared_strings& into)
    : impl_(std::make_unique<impl>(std::move(of), part, into)) {}
strings_part::~strings_part() = default;

auto strings_part::read_to(std::uint64_t number) -> fault {
  auto& my = *impl_;
  while (my.into.size() <= number && my.listener.is_written() && my.parser.step()) {
  }
  if (!my.listener.is_written() || !my.into.finish())
    return {fault_code::unreadable, my.of->name(my.part),
            "There is no room for the temporary file of the workbook's texts."};
  return my.parser.why();
}

}  // namespace waybill::formats::xlsx
