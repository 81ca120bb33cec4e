// Folders that a file names elsewhere than where their links stand, within bounds of memory. Internal to this
// folder.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "formats/links/parts.hpp"

namespace waybill::formats::links {

/// What one table may hold; a file with more names is refused.
inline constexpr std::size_t names_limit_bytes = 16 << 20;
inline constexpr std::string_view too_many_folders = "The file has more folders than are read.";

/// Names of folders by their place in the file: the first is 0. One thread at a time.
class folder_names {
 public:
  /// The next folder begins.
  auto add() -> std::size_t;
  void name(std::size_t number, std::string_view name);
  [[nodiscard]] auto of(std::size_t number) const -> std::string_view;
  [[nodiscard]] auto is_full() const -> bool { return is_full_; }

 private:
  struct span {
    std::uint32_t at = 0, size = 0;
  };
  std::string bytes_;
  std::vector<span> spans_;
  bool is_full_ = false;
};

/// Folders by an id, each perhaps in another. One thread at a time.
class folder_tree {
 public:
  /// `id` and `parent` as they are spelled; "": none.
  void add(std::string_view id, std::string_view name, std::string_view parent);
  /// The path of a folder; what leads in a circle ends there. `into` is emptied first.
  void path_of(std::string_view id, folder_path& into) const;
  [[nodiscard]] auto has(std::string_view id) const -> bool { return all_.contains(std::string(id)); }
  [[nodiscard]] auto is_full() const -> bool { return is_full_; }

 private:
  struct folder {
    std::string name, parent;
  };
  static constexpr std::size_t most_levels = 1'000;

  std::unordered_map<std::string, folder> all_;
  std::size_t bytes_ = 0;
  bool is_full_ = false;
};

}  // namespace waybill::formats::links
