// A project's nodes as they are in a log, and beside it what a plain map knows of them: the naive tree.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "domains/nodes/node.hpp"
#include "events/collection/chunk.hpp"
#include "events/log/event_log.hpp"
#include "projections/read_model.hpp"
#include "tests/projections/nodes/naive_tree.hpp"
#include "tests/temporary_directory.hpp"

namespace waybill::tests {

/// A log in memory with read models on disk. Not in it: anything that decides. One project after the other.
class forest {
 public:
  forest();

  struct planted {
    std::string text;
    bool linked = true;
    std::string title = {};
    std::string metadata = {};
  };
  /// One chunk: what is not there is created, the rest is updated.
  void import(const std::string& project, const std::vector<planted>& what);
  void remove(const std::string& project, const std::string& text);
  /// A person gives it another title.
  void edit(const std::string& project, const std::string& text, const std::string& title);
  void fold();
  /// So many events at most.
  void fold_some(std::size_t bytes);
  /// Folds the next events and writes their rows, then loses the checkpoint, as a crash does.
  void crash(std::size_t events);
  void restart();
  /// The same rows, made anew.
  [[nodiscard]] auto rebuilt() const -> digest;

  [[nodiscard]] auto tree(const std::string& project) const -> const naive_tree&;
  [[nodiscard]] auto projects() const -> std::vector<std::string>;
  [[nodiscard]] auto store() const -> projection_store& { return *store_; }
  [[nodiscard]] auto log() const -> const event_log& { return *log_; }
  /// The rows of nodes that are there, by the name of their family.
  [[nodiscard]] auto rows() const -> std::map<std::string, std::map<std::string, std::string>>;
  /// The rows that should be there.
  [[nodiscard]] auto expected_rows() const -> std::map<std::string, std::map<std::string, std::string>>;
  static auto import_of(position at) -> std::string;

 private:
  struct garden {
    naive_tree tree;
    std::map<std::string, record_place> buried;  ///< of those that were deleted
    position last = 0;
    std::uint64_t version = 0;
  };
  void open();
  auto append(const std::string& to, std::string_view tag, std::string payload) -> position;

  temporary_directory folder_;
  std::unique_ptr<event_log> log_;
  std::unique_ptr<projection_store> store_;
  std::unique_ptr<projection_runner> runner_;
  std::map<std::string, garden> projects_;
};

}  // namespace waybill::tests
