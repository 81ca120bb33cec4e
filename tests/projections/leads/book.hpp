// A project's leads as they are in a log, and beside it what a plain list knows of them.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "domains/leads/row.hpp"
#include "events/collection/chunk_writer.hpp"
#include "events/log/event_log.hpp"
#include "projections/leads/lead_views.hpp"
#include "projections/read_model.hpp"
#include "tests/temporary_directory.hpp"

namespace waybill::tests {

/// A lead as the plain list has it.
struct plain_lead {
  std::map<leads::lead_field, std::string> values{};
  std::string phone_e164{};
  std::string person{};  ///< a user's id
  std::string import{};  ///< which wrote it last
  std::uint64_t record = 0;
  instant created_at{};
  instant updated_at{};
  record_place at{};
  record_place first{};
  identity id{};

  [[nodiscard]] auto value(leads::lead_field of) const -> std::string {
    const auto found = values.find(of);
    return found == values.end() ? std::string{} : found->second;
  }
  [[nodiscard]] auto row() const -> std::string;
};

/// A log in memory with read models on disk. Not in it: anything that decides.
class lead_book {
 public:
  lead_book();

  /// One chunk of an import: those without an id are created, the others are updated (a lead twice: later
  /// ones change what earlier ones made).
  void import(std::vector<plain_lead> what);
  void edit(const identity& id, const plain_lead& now);
  void remove(const identity& id);
  void fold();
  /// So many bytes of events at most, in a flush of their own.
  void fold_some(std::size_t bytes);
  void restart();
  /// Of the same rows, made anew at once.
  [[nodiscard]] auto rebuilt() const -> digest;
  [[nodiscard]] auto stored() const -> digest;

  std::string project = "prj_a";
  std::map<identity, plain_lead> leads;
  std::int64_t now = 1'000'000;
  [[nodiscard]] auto views() const -> std::unique_ptr<lead_views> { return make_lead_views(*store_, *log_); }
  [[nodiscard]] auto owner() const -> owner_id { return owner_id{project}; }

 private:
  void open();
  auto append(std::string_view tag, std::string payload) -> position;

  temporary_directory folder_;
  std::unique_ptr<event_log> log_;
  std::unique_ptr<projection_store> store_;
  std::unique_ptr<projection_runner> runner_;
  std::uint64_t version_ = 0;
};

}  // namespace waybill::tests
