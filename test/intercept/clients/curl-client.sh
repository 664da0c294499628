#!/bin/sh
# An app that knows Zoho's own addresses alone: code, client id, secret, redirect URI, accounts, API, another API host.
set -eu
value() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }
tokens=$(curl -sS "$5/oauth/v2/token" -d grant_type=authorization_code -d "code=$1" -d "client_id=$2" -d "client_secret=$3" -d "redirect_uri=$4")
token=$(echo "$tokens" | value access_token)
org=$(curl -sS -H "Authorization: Zoho-oauthtoken $token" "$6/crm/v8/org" | value company_name)
refused=$(curl -sS -H "Authorization: Zoho-oauthtoken $token" "$7/crm/v8/org" | value code)
echo "{\"apiDomain\":\"$(echo "$tokens" | value api_domain)\",\"org\":\"$org\",\"refused\":\"$refused\"}"
