# The pages of `jonbar report` and `jonbar serve`, made of web/ by npm and carried in the library.
#
# It is built in a copy inside the build tree, so that builds side by side do not meet, and `npm ci` runs again only
# where the packages change.
set(page_source ${PROJECT_BINARY_DIR}/page_bytes.cpp)
set(page "")
set(laboratory "")
if(JONBAR_PAGE)
  find_program(NPM_PROGRAM npm)
  if(NOT NPM_PROGRAM)
    message(FATAL_ERROR "no npm: tools/setup build installs it; -DJONBAR_PAGE=OFF builds without the page of reports")
  endif()
  set(web ${PROJECT_SOURCE_DIR}/web)
  set(web_build ${PROJECT_BINARY_DIR}/web)
  set(packages ${web}/package.json ${web}/package-lock.json)
  file(GLOB_RECURSE web_sources CONFIGURE_DEPENDS ${web}/src/*)
  set(web_files ${web}/report.html ${web}/laboratory.html ${web}/tsconfig.json ${web}/vite.config.ts)
  set(page ${web_build}/dist/report.html)
  set(laboratory ${web_build}/dist/laboratory.html)
  add_custom_command(OUTPUT ${web_build}/installed
    COMMAND ${CMAKE_COMMAND} -E make_directory ${web_build}
    COMMAND ${CMAKE_COMMAND} -E copy ${packages} ${web_build}
    COMMAND ${CMAKE_COMMAND} -E chdir ${web_build} ${NPM_PROGRAM} ci --no-audit --no-fund --loglevel=error
    COMMAND ${CMAKE_COMMAND} -E touch ${web_build}/installed
    DEPENDS ${packages} COMMENT "Installing the packages of web/" VERBATIM)
  add_custom_command(OUTPUT ${page} ${laboratory}
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${web_build}/src ${web_build}/dist
    COMMAND ${CMAKE_COMMAND} -E copy_directory ${web}/src ${web_build}/src
    COMMAND ${CMAKE_COMMAND} -E copy ${web_files} ${web_build}
    COMMAND ${CMAKE_COMMAND} -E chdir ${web_build} ${NPM_PROGRAM} run build --silent
    DEPENDS ${web_build}/installed ${web_sources} ${web_files} COMMENT "Building the pages" VERBATIM)
endif()
add_custom_command(OUTPUT ${page_source}
  COMMAND ${CMAKE_COMMAND} -DINPUT=${page} -DOUTPUT=${page_source} -DHEADER=report/page_bytes.h -DFUNCTION=page_bytes
          -P ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
  DEPENDS ${page} ${PROJECT_SOURCE_DIR}/cmake/embed.cmake VERBATIM)
target_sources(jonbar_report PRIVATE ${page_source})
