#include "domains/leads/values/lead_status.hpp"

#include <algorithm>

#include "domains/leads/values/cell_text.hpp"

namespace waybill::leads {

status_list::status_list(std::vector<lead_status> statuses) : statuses_(std::move(statuses)) {
  const auto add = [&](std::string_view name, std::size_t status) {
    named one{{}, status};
    fold(name, one.key);
    if (!one.key.empty()) names_.push_back(std::move(one));
  };
  // A code wins over another status's label.
  for (std::size_t i = 0; i < statuses_.size(); ++i) add(statuses_[i].code, i);
  for (std::size_t i = 0; i < statuses_.size(); ++i) add(statuses_[i].french, i);
  for (std::size_t i = 0; i < statuses_.size(); ++i) add(statuses_[i].english, i);
  std::stable_sort(names_.begin(), names_.end(),
                   [](const named& a, const named& b) { return a.key < b.key; });
}

auto status_list::usual() -> status_list {
  return status_list({{"new", "New", "Nouveau"},
                      {"contacted", "Contacted", "Contacté"},
                      {"qualified", "Qualified", "Qualifié"},
                      {"proposal", "Proposal sent", "Proposition envoyée"},
                      {"negotiation", "Negotiation", "Négociation"},
                      {"won", "Won", "Gagné"},
                      {"lost", "Lost", "Perdu"},
                      {"no_answer_1", "No answer 1", "Pas de réponse 1"},
                      {"no_answer_2", "No answer 2", "Pas de réponse 2"},
                      {"wrong_number", "Wrong number", "Faux numéro"},
                      {"not_interested", "Not interested", "Pas intéressé"},
                      {"callback", "Call back", "Rappeler"},
                      {"rdv", "Appointment", "RDV"},
                      {"deposit", "Deposit", "Dépôt"},
                      {"relance", "Follow-up", "Relance"},
                      {"mail", "Mail", "Mail"}});
}

auto status_list::find(std::string_view text) const -> const lead_status* {
  std::string key;
  fold(text, key);
  const auto at =
      std::lower_bound(names_.begin(), names_.end(), key,
                       [](const named& one, const std::string& wanted) { return one.key < wanted; });
  return at != names_.end() && at->key == key ? &statuses_[at->status] : nullptr;
}

}  // namespace waybill::leads
