#include "domains/leads/values/lead_fault.hpp"

#include <algorithm>
#include <array>

namespace waybill::leads {
namespace {

struct code_words {
  std::string_view name;
  std::string_view english;
  std::string_view french;
};

constexpr std::array<code_words, lead_code_count> codes{{
    {"contact_missing", "The row has no valid e-mail address, telephone number or external id.",
     "La ligne n’a ni adresse e-mail, ni numéro de téléphone, ni identifiant externe valide."},
    {"invalid_email", "“{value}” is no e-mail address.", "« {value} » n’est pas une adresse e-mail."},
    {"invalid_phone", "“{value}” is no telephone number.", "« {value} » n’est pas un numéro de téléphone."},
    {"invalid_postal_code", "“{value}” is no postal code of the lead’s country.",
     "« {value} » n’est pas un code postal du pays du prospect."},
    {"invalid_date", "“{value}” is no date.", "« {value} » n’est pas une date."},
    {"invalid_amount", "“{value}” is no amount.", "« {value} » n’est pas un montant."},
    {"country_unknown", "“{value}” is no country that is known here.",
     "« {value} » n’est pas un pays connu."},
    {"number_damaged", "A spreadsheet has shortened the number to “{value}”; its digits are lost.",
     "Un tableur a abrégé le numéro en « {value} » ; ses chiffres sont perdus."},
    {"too_long", "{field} is longer than {detail} characters.", "{field} : plus de {detail} caractères."},
    {"email_typo", "“{value}”: is {detail} meant?", "« {value} » : s’agit-il de {detail} ?"},
    {"several_values",
     "“{value}” holds several values. The first valid one was taken, and noted were: {detail}.",
     "« {value} » contient plusieurs valeurs. La première valide est retenue ; dans les notes : {detail}."},
    {"postal_code_completed", "“{value}” was completed to {detail}.",
     "« {value} » a été complété en {detail}."},
    {"date_order_unsure", "“{value}” was read as {detail}; day and month might be the other way round.",
     "« {value} » a été lu comme {detail} ; le jour et le mois pourraient être inversés."},
    {"status_unknown", "“{value}” is no status of this project; the usual one was taken.",
     "« {value} » n’est pas un statut de ce projet ; le statut par défaut est retenu."},
    {"value_cleaned", "“{value}” was read as “{detail}”.", "« {value} » a été lu comme « {detail} »."},
    {"cell_error", "The cell shows an error of the spreadsheet, {value}, and no value.",
     "La cellule affiche une erreur du tableur, {value}, et aucune valeur."},
}};

struct field_words {
  std::string_view english;
  std::string_view french;
  std::size_t limit;
};
constexpr std::array<field_words, lead_field_count> fields{{
    {"External id", "Identifiant externe", 100},
    {"First name", "Prénom", 100},
    {"Last name", "Nom", 100},
    {"E-mail", "E-mail", 255},
    {"Telephone", "Téléphone", 50},
    {"Company", "Société", 200},
    {"Job title", "Fonction", 100},
    {"Address", "Adresse", 500},
    {"City", "Ville", 100},
    {"Postal code", "Code postal", 100},
    {"Country", "Pays", 100},
    {"Status", "Statut", 100},
    {"Source", "Source", 100},
    {"Notes", "Remarques", 5000},
    {"Assigned to", "Attribué à", 100},
    {"Created", "Créé le", 100},
    {"Amount", "Montant", 100},
}};

auto words_of(lead_code code) -> const code_words& { return codes[static_cast<std::size_t>(code)]; }
auto words_of(lead_field field) -> const field_words& { return fields[static_cast<std::size_t>(field)]; }

}  // namespace

auto name_of(lead_code code) -> std::string_view { return words_of(code).name; }

auto lead_code_of(std::string_view name) -> std::optional<lead_code> {
  const auto at = std::find_if(codes.begin(), codes.end(), [&](const auto& one) { return one.name == name; });
  if (at == codes.end()) return std::nullopt;
  return static_cast<lead_code>(at - codes.begin());
}

auto label_of(lead_field field, language in) -> std::string_view {
  return in == language::french ? words_of(field).french : words_of(field).english;
}

auto sentence_pattern(lead_code code, language in) -> std::string_view {
  return in == language::french ? words_of(code).french : words_of(code).english;
}

auto sentence_of(const lead_fault& fault, language in) -> std::string {
  std::string made;
  auto pattern = sentence_pattern(fault.code, in);
  while (!pattern.empty()) {
    const auto open = std::min(pattern.find('{'), pattern.size());
    made.append(pattern.substr(0, open));
    pattern.remove_prefix(open);
    if (pattern.empty()) break;
    const auto end = pattern.find('}') + 1;
    const auto part = pattern.substr(0, end);
    if (part == "{value}") made.append(fault.value);
    if (part == "{detail}") made.append(fault.detail);
    if (part == "{field}" && fault.field) made.append(label_of(*fault.field, in));
    pattern.remove_prefix(end);
  }
  return made;
}

auto length_limit(lead_field field) -> std::size_t { return words_of(field).limit; }

}  // namespace waybill::leads
