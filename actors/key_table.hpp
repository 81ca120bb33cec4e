// Where keys stand, for as many keys as a file may have: in memory up to a limit, beyond it in a file without
// a name. One thread at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "events/result.hpp"
#include "events/words.hpp"

namespace waybill {

class key_table {
 public:
  static constexpr std::size_t usual_memory_bytes = 56 << 20;
  /// Values are smaller.
  static constexpr std::uint64_t value_end = std::uint64_t{1} << 40;

  /// A file is made in `folder`, when one is needed.
  explicit key_table(std::string folder, std::size_t memory_bytes = usual_memory_bytes);
  ~key_table();
  key_table(const key_table&) = delete;
  auto operator=(const key_table&) -> key_table& = delete;
  key_table(key_table&& other) noexcept;
  auto operator=(key_table&& other) noexcept -> key_table&;

  /// So many keys will come: it need not grow on the way. Errors: storage_full, unavailable.
  auto expect(std::uint64_t keys) -> result<done>;
  /// Nothing: nobody said anything of the key. Errors: unavailable.
  auto find(const digest& key) const -> result<std::optional<std::uint64_t>>;
  /// Errors: storage_full, unavailable.
  auto put(const digest& key, std::uint64_t value) -> result<done>;

 private:
  /// 56 bits of a key stand for it (of so many keys hardly two have the same), and 40 bits of its value.
  struct slot {
    std::uint32_t low = 0;    ///< of the key
    std::uint32_t mixed = 0;  ///< 24 bits of the key, 8 of the value
    std::uint32_t value = 0;  ///< the lower bits
    [[nodiscard]] auto key() const -> std::uint64_t { return std::uint64_t{mixed >> 8} << 32 | low; }
    [[nodiscard]] auto whole_value() const -> std::uint64_t {
      return std::uint64_t{mixed & 0xff} << 32 | value;
    }
    static auto of(std::uint64_t key, std::uint64_t value) -> slot;
  };
  auto read(std::uint64_t number, slot& out) const -> bool;
  auto write(std::uint64_t number, const slot& one) -> bool;
  auto place_of(std::uint64_t key, slot& out, std::uint64_t& number) const -> bool;
  auto add(std::uint64_t key, std::uint64_t value) -> result<done>;
  [[nodiscard]] auto home_of(std::uint64_t key) const -> std::uint64_t;
  auto grow_to(std::uint64_t slots) -> result<done>;
  auto become(std::uint64_t slots) -> bool;

  std::string folder_;
  std::size_t memory_bytes_;
  std::vector<slot> slots_;  ///< as long as there is no file
  int file_ = -1;
  std::uint64_t size_ = 0;  ///< of either
  std::uint64_t used_ = 0;
};

}  // namespace waybill
