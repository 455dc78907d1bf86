/* Conf: HOME/paakrav.conf, the settings of a store. A file or key that is not there is no error. */
#ifndef PAAKRAV_CONF_H
#define PAAKRAV_CONF_H

/* The value of key in [group], or NULL. The caller's. */
char *conf_text(const char *home, const char *group, const char *key);
/* The same for a file's name; one that does not begin with '/' lies under home. */
char *conf_path(const char *home, const char *group, const char *key);

#endif
