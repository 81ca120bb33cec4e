// How far somebody came with a lead. Pure; any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace waybill::leads {

struct lead_status {
  std::string code;     ///< stable: "won"
  std::string english;  ///< "Won"
  std::string french;   ///< "Gagné"
};

/// The statuses of a project, ready to be looked for. Immutable.
class status_list {
 public:
  /// In the order people are shown them.
  explicit status_list(std::vector<lead_status> statuses);
  /// Those of a project that set none of its own.
  static auto usual() -> status_list;

  /// By code or label of either language, accents, case, spaces, hyphens and signs aside; null: none of them.
  /// As long as the list lives.
  [[nodiscard]] auto find(std::string_view text) const -> const lead_status*;
  [[nodiscard]] auto all() const -> std::span<const lead_status> { return statuses_; }

 private:
  struct named {
    std::string key;
    std::size_t status = 0;
  };
  std::vector<lead_status> statuses_;
  std::vector<named> names_;  ///< in order
};

}  // namespace waybill::leads
