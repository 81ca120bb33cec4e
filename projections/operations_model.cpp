#include "projections/operations_model.hpp"

#include "events/catalog.hpp"
#include "events/operator/events.hpp"
#include "projections/cursor.hpp"
#include "projections/keys.hpp"

namespace waybill {
namespace {

auto key_of(position at) -> std::string {
  std::string key;
  append_be(key, at, sizeof at);
  return key;
}

class operations_model final : public read_model {
 public:
  auto fold(const stored_event& event) -> result<done> override {
    const auto prefix = operator_stream("");
    if (!event.head.stream.starts_with(prefix)) return done{};
    const auto decoded = decode_event<operator_event>(event.head.tag, event.payload);
    if (!decoded)
      return {errc::corrupt, "Position " + std::to_string(event.head.at) + ": " + decoded.why().message};
    const auto& what = std::get<command_given>(*decoded);
    folded_.push_back({event.head.at, event.head.time, event.head.stream.substr(prefix.size()), what.verb,
                       what.subject, what.value});
    return done{};
  }

  auto flush(projection_store&, row_changes& changes) -> result<done> override {
    for (const auto& one : folded_) changes.put(family::operations, key_of(one.at), encode(one));
    folded_.clear();
    return done{};
  }

  [[nodiscard]] auto waiting() const -> std::size_t override { return folded_.size(); }

 private:
  std::vector<operation> folded_;
};

}  // namespace

auto make_operations_model() -> std::unique_ptr<read_model> { return std::make_unique<operations_model>(); }

auto list_operations(const projection_store& store, std::size_t limit, const std::string& cursor)
    -> result<page<operation>> {
  const auto before = read_number_cursor(cursor);
  if (!before) return before.why();
  page<operation> found;
  bool whole = true;
  const auto walked = store.scan_back(family::operations, {}, *before == 0 ? std::string() : key_of(*before),
                                      [&](std::string_view, std::string_view value) {
                                        if (found.size() == limit) {
                                          found.next_cursor = std::to_string(found.items.back().at);
                                          return false;
                                        }
                                        whole = decode(value, found.items.emplace_back());
                                        return whole;
                                      });
  if (!walked) return walked.why();
  if (!whole)
    return {errc::corrupt, "A row of what operators did is damaged; 'waybill rebuild' makes it anew."};
  return found;
}

}  // namespace waybill
