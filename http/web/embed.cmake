# Writes a C++ source that holds files as text: cmake -DOUT=... -DFILES="path=file;..." -P embed.cmake
# Raw strings hold any text but their own end; files are text by decision (pictures are SVG).
set(type_html "text/html; charset=utf-8")
set(type_css "text/css; charset=utf-8")
set(type_js "text/javascript; charset=utf-8")
set(type_json "application/json")
set(type_svg "image/svg+xml")
set(text "#include \"http/web_files.hpp\"\n\n#include <algorithm>\n#include <array>\n\nnamespace waybill::http {\nnamespace {\n\n")
set(table "")
set(count 0)
list(SORT FILES)
foreach(entry IN LISTS FILES)
  string(REGEX MATCH "^([^=]+)=(.+)$" matched "${entry}")
  set(path "${CMAKE_MATCH_1}")
  set(file "${CMAKE_MATCH_2}")
  string(REGEX MATCH "[a-z]+$" extension "${path}")
  set(type "${type_${extension}}")
  if(type STREQUAL "")
    message(FATAL_ERROR "No type is known for ${path}")
  endif()
  file(SHA256 "${file}" digest)
  string(SUBSTRING "${digest}" 0 32 digest)
  file(READ "${file}" bytes)
  string(APPEND text "constexpr std::string_view file_${count} = R\"~waybill~(${bytes})~waybill~\";\n")
  string(APPEND table "    web_file{\"${path}\", \"${type}\", \"\\\"${digest}\\\"\", file_${count}},\n")
  math(EXPR count "${count} + 1")
endforeach()
string(APPEND text "\nconstexpr std::array<web_file, ${count}> all{{\n${table}}};\n\n}  // namespace\n\n"
  "auto web_files() -> std::span<const web_file> { return all; }\n\n"
  "auto web_file_at(std::string_view path) -> const web_file* {\n"
  "  const auto at = std::ranges::find(all, path, &web_file::path);\n"
  "  return at == all.end() ? nullptr : &*at;\n}\n\n}  // namespace waybill::http\n")
file(WRITE "${OUT}" "${text}")
