# The pages of `jonbar report` and `jonbar serve`, made of web/ by npm and carried in the library.
#
# It is built in a copy inside the build tree, so that builds side by side do not meet, and `npm ci` runs again only
# where the packages change.
set(report_page "")
set(laboratory_page "")
if(JONBAR_PAGE)
  find_program(NPM_PROGRAM npm)
  if(NOT NPM_PROGRAM)
    message(FATAL_ERROR "no npm: tools/setup build installs it; -DJONBAR_PAGE=OFF builds without the page of reports")
  endif()
  set(web ${PROJECT_SOURCE_DIR}/web)
  set(web_build ${PROJECT_BINARY_DIR}/web)
  set(packages ${web}/package.json ${web}/package-lock.json)
  file(GLOB_RECURSE web_sources CONFIGURE_DEPENDS ${web}/src/*)
  set(web_files ${web}/report.html ${web}/laboratory.html ${web}/tsconfig.json ${web}/vite.config.ts
                ${web}/licences.ts)
  set(report_page ${web_build}/dist/report.html)
  set(laboratory_page ${web_build}/dist/laboratory.html)
  add_custom_command(OUTPUT ${web_build}/installed
    COMMAND ${CMAKE_COMMAND} -E make_directory ${web_build}
    COMMAND ${CMAKE_COMMAND} -E copy ${packages} ${web_build}
    COMMAND ${CMAKE_COMMAND} -E chdir ${web_build} ${NPM_PROGRAM} ci --no-audit --no-fund --loglevel=error
    COMMAND ${CMAKE_COMMAND} -E touch ${web_build}/installed
    DEPENDS ${packages} COMMENT "Installing the packages of web/" VERBATIM)
  add_custom_command(OUTPUT ${report_page} ${laboratory_page}
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${web_build}/src ${web_build}/dist
    COMMAND ${CMAKE_COMMAND} -E copy_directory ${web}/src ${web_build}/src
    COMMAND ${CMAKE_COMMAND} -E copy ${web_files} ${web_build}
    COMMAND ${CMAKE_COMMAND} -E chdir ${web_build} ${NPM_PROGRAM} run build --silent
    DEPENDS ${web_build}/installed ${web_sources} ${web_files} COMMENT "Building the pages" VERBATIM)
endif()

# Carries a page in a library: `function()` of `header` returns its bytes, none in a build without pages.
function(jonbar_carry_page target page header function)
  set(source ${PROJECT_BINARY_DIR}/${function}.cpp)
  add_custom_command(OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -DINPUT=${page} -DOUTPUT=${source} -DHEADER=${header} -DFUNCTION=${function}
            -P ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${page} ${PROJECT_SOURCE_DIR}/cmake/embed.cmake VERBATIM)
  target_sources(${target} PRIVATE ${source})
endfunction()
