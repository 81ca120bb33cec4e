#include "actors/kind_askers.hpp"

#include <algorithm>

namespace waybill {
namespace {

/// Null: the kind keeps no rows of its own.
auto model_of(std::string_view kind) -> const kind_model* {
  const auto all = kind_models();
  const auto found = std::ranges::find(all, kind, &kind_model::kind);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

auto beginning_of(shown_asker shown) -> beginning_asker {
  return [shown = std::move(shown)](std::string_view kind, const owner_id& owner,
                                    const std::string& options) -> result<done> {
    const auto* const model = model_of(kind);
    if (model == nullptr || model->may_begin == nullptr) return done{};
    // Twice: what another import brought before it ended stands behind it, and it may end while we look.
    for (int look = 0; look < 2; ++look) {
      const auto now = shown(kind, owner);
      if (!now) return now.why();
      if (auto fine = model->may_begin(now->rows, owner.value, options); !fine) return fine;
    }
    return done{};
  };
}

auto is_asked_at_beginning(std::string_view kind) -> bool {
  const auto* const model = model_of(kind);
  return model != nullptr && model->may_begin != nullptr;
}

auto given_of(shown_asker shown) -> given_asker {
  return [shown = std::move(shown)](std::string_view kind, const owner_id& owner) -> result<given_counts> {
    const auto* const model = model_of(kind);
    if (model == nullptr || model->count_given == nullptr) return given_counts{};
    const auto now = shown(kind, owner);
    if (!now) return now.why();
    return model->count_given(now->rows, owner.value);
  };
}

}  // namespace waybill
